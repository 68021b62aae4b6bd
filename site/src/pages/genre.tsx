import { useRoute } from 'preact-iso';
import { addressOf, type Genre } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { MeasureFacts, ProfitNote } from '../components/facts.tsx';
import { LoadedPage } from '../components/loaded-page.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import { TopCompanies, TopMovies } from '../components/top-lists.tsx';
import { UndatedNote } from '../components/undated-note.tsx';
import { MoneyFigure, PopularityFigure, ProfitFigure, ReleasesFigure } from '../components/year-figures.tsx';
import { counted } from '../format/numbers.ts';
import { coverage } from '../format/sentences.ts';

/** Shows a genre. */
export default function GenrePage() {
  const slug = useRoute().params.slug!;
  const address = addressOf('/v1/stats/genre/{slug}', slug);
  return (
    <LoadedPage
      of={useDocument(address)}
      what="the genre"
      title={`The genre “${slug}”`}
      missing="The data has no genre with this name."
    >
      {(genre) => <OneGenre genre={genre} address={address} />}
    </LoadedPage>
  );
}

function OneGenre({ genre, address }: { readonly genre: Genre; readonly address: string }) {
  const file = `genre-${genre.slug}`;
  const figures = { of: `of ${genre.name} movies`, years: genre.years, json: address, file };
  return (
    <Page
      above={
        <>
          <a href="/genre">Genres</a>
          <a href={`/genre?compare=${genre.slug}`}>Compare with other genres</a>
        </>
      }
      title={genre.name}
      standfirst={`The data has ${counted(genre.movie_count, 'movie')} of this genre. ${coverage(genre)}`}
    >
      <MeasureFacts of={genre} />
      <Section id="money" title="Money" text={<ProfitNote of={genre} />}>
        <MoneyFigure {...figures} />
        <ProfitFigure {...figures} />
      </Section>
      <Section id="releases" title="Releases and popularity" text={<UndatedNote years={genre.years} />}>
        <ReleasesFigure {...figures} />
        <PopularityFigure {...figures} />
      </Section>
      <TopMovies
        kind="genre"
        name={genre.name}
        file={file}
        json={address}
        movies={genre.movies}
        text={<p>The movies of the genre with the highest known revenue.</p>}
      />
      <TopCompanies kind="genre" name={genre.name} file={file} json={address} companies={genre.companies} />
    </Page>
  );
}
