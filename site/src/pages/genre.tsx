import { useRoute } from 'preact-iso';
import { addressOf, type Genre } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { companyColumn, measureColumns, movieColumns } from '../components/columns.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { MeasureFacts, ProfitNote } from '../components/facts.tsx';
import { Source } from '../components/figure.tsx';
import { LoadedPage } from '../components/loaded-page.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import { MoneyFigure, PopularityFigure, ProfitFigure, ReleasesFigure } from '../components/year-figures.tsx';
import { counted } from '../format/numbers.ts';
import { coverage } from '../format/sentences.ts';

type CompanyRow = Genre['companies'][number];

const COMPANIES: readonly Column<CompanyRow>[] = [companyColumn(), ...measureColumns<CompanyRow>()];

/** One genre. */
export default function GenrePage() {
  const slug = useRoute().params.slug!;
  const address = addressOf('/v1/stats/genre/{slug}', slug);
  return (
    <LoadedPage
      of={useDocument(address)}
      what="the genre"
      title={`The genre “${slug}”`}
      nothing="No movie in the data has a genre of this name."
    >
      {(genre) => <OneGenre genre={genre} address={address} />}
    </LoadedPage>
  );
}

function OneGenre({ genre, address }: { readonly genre: Genre; readonly address: string }) {
  const undated = genre.years.find(({ year }) => year === null);
  const file = `genre-${genre.slug}`;
  const figures = { of: `of ${genre.name} movies`, years: genre.years, json: address, file };
  return (
    <Page
      above={
        <>
          <a href="/genre">Genres</a>
          <a href={`/genre?compare=${genre.slug}`}>Compare with others</a>
        </>
      }
      title={genre.name}
      standfirst={`${counted(genre.movie_count, 'movie')} of the data are of this genre. ${coverage(genre)}`}
    >
      <MeasureFacts of={genre} />
      <Section id="money" title="Money" text={<ProfitNote of={genre} />}>
        <MoneyFigure {...figures} />
        <ProfitFigure {...figures} />
      </Section>
      <Section
        id="releases"
        title="Releases and popularity"
        text={
          undated && (
            <p class="note">
              Not in the charts: {counted(undated.movie_count, 'movie')} without a release date; the tables
              below them have these, too.
            </p>
          )
        }
      >
        <ReleasesFigure {...figures} />
        <PopularityFigure {...figures} />
      </Section>
      <Section
        id="movies"
        title="Highest revenue"
        text={<p>The movies of the genre that took in most, of those whose revenue is known.</p>}
      >
        {genre.movies.length > 0 ? (
          <DataTable
            caption={`Movies with the highest revenue, ${genre.name}`}
            captionHidden
            columns={movieColumns}
            rows={genre.movies}
            rowKey={({ id }) => id}
            sort={{ key: 'revenue', direction: 'descending' }}
            first={10}
            file={`${file}-movies.csv`}
          />
        ) : (
          <p class="notice">No revenue is known of any movie of this genre.</p>
        )}
        <Source json={address} />
      </Section>
      <Section
        id="companies"
        title="Companies"
        text={
          <p>
            The production companies with the highest revenue within the genre, at most 50. A movie counts for
            each company that made it.
          </p>
        }
      >
        {genre.companies.length > 0 ? (
          <DataTable
            caption={`Production companies with the highest revenue, ${genre.name}`}
            captionHidden
            columns={COMPANIES}
            rows={genre.companies}
            rowKey={({ id }) => id}
            first={10}
            file={`${file}-companies.csv`}
          />
        ) : (
          <p class="notice">No production company is given for any movie of this genre.</p>
        )}
        <Source json={address} />
      </Section>
    </Page>
  );
}
