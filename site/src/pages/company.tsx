import { useRoute } from 'preact-iso';
import { addressOf, type Company } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { MeasureFacts, ProfitNote } from '../components/facts.tsx';
import { GenresFigure } from '../components/genres-figure.tsx';
import { LoadedPage } from '../components/loaded-page.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import { TopMovies } from '../components/top-lists.tsx';
import { UndatedNote } from '../components/undated-note.tsx';
import { MoneyFigure, PopularityFigure, ProfitFigure } from '../components/year-figures.tsx';
import { counted } from '../format/numbers.ts';
import { coverage, releasedIn } from '../format/sentences.ts';

/** Shows a production company. */
export default function CompanyPage() {
  const id = useRoute().params.id!;
  const address = addressOf('/v1/stats/company/{id}', id);
  return (
    <LoadedPage
      of={useDocument(address)}
      what="the company"
      title={`Company ${id}`}
      missing="The data has no production company with this id. Ids are those of the dataset."
    >
      {(company) => <OneCompany company={company} address={address} />}
    </LoadedPage>
  );
}

function OneCompany({ company, address }: { readonly company: Company; readonly address: string }) {
  const name = company.name === '' ? `(no name, id ${company.id})` : company.name;
  const dated = company.years.flatMap(({ year }) => (year === null ? [] : [year]));
  const file = `company-${company.id}`;
  const figures = { of: `of ${name}`, years: company.years, json: address, file };
  return (
    <Page
      above={<a href="/company">Production companies</a>}
      title={name}
      standfirst={`The data has ${counted(company.movie_count, 'movie')} of this production company${releasedIn(dated)}. ${coverage(company)}`}
    >
      <MeasureFacts of={company} />
      <Section
        id="money"
        title="Money"
        text={
          <>
            <ProfitNote of={company} />
            <p class="note">
              A movie counts in full for each of its production companies. The data does not state their
              shares.
            </p>
          </>
        }
      >
        <MoneyFigure {...figures} />
        <ProfitFigure {...figures} />
      </Section>
      <Section id="releases" title="Releases and popularity" text={<UndatedNote years={company.years} />}>
        <GenresFigure of={`of ${name}`} years={company.years} json={address} file={file} />
        <PopularityFigure {...figures} />
      </Section>
      <TopMovies
        kind="company"
        name={name}
        file={file}
        json={address}
        movies={company.movies}
        text={<p>The movies of the company with the highest known revenue.</p>}
      />
    </Page>
  );
}
