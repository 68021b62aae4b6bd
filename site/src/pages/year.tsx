import { useRoute } from 'preact-iso';
import { addressOf, type Year } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { genreColumn, measureColumn } from '../components/columns.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { MeasureFacts, ProfitNote } from '../components/facts.tsx';
import { Source } from '../components/figure.tsx';
import { LoadedPage } from '../components/loaded-page.tsx';
import { Neighbours } from '../components/neighbours.tsx';
import { Page } from '../components/page.tsx';
import { Section } from '../components/section.tsx';
import { TopCompanies, TopMovies } from '../components/top-lists.tsx';
import { YearAmongYears } from '../components/year-among-years.tsx';
import { sampleSize } from '../format/genres.ts';
import { counted, decimal } from '../format/numbers.ts';
import { coverage, decadeHref, decadeName, decadeOf, yearHref, yearName } from '../format/sentences.ts';

type GenreRow = Year['genres'][number];

const GENRES: readonly Column<GenreRow>[] = [
  genreColumn(),
  measureColumn('average_popularity', { bar: true }),
  measureColumn('movie_count', { bar: true }),
  measureColumn('total_revenue'),
  measureColumn('total_budget'),
  measureColumn('known_profit'),
  measureColumn('movies_with_both'),
  measureColumn('average_vote'),
];

/** Shows a release year. */
export default function YearPage() {
  const value = useRoute().params.year!;
  const address = addressOf('/v1/stats/year/{year}', value);
  const title = value === 'unknown' ? 'Unknown year' : value;
  return (
    <LoadedPage
      of={useDocument(address)}
      what={value === 'unknown' ? 'the movies without a release date' : `the release year ${value}`}
      title={title}
      missing={
        value === 'unknown'
          ? 'Every movie in the data has a release date.'
          : `The data has no movies released in ${value}.`
      }
    >
      {(year) => <OneYear year={year} address={address} />}
    </LoadedPage>
  );
}

function OneYear({ year, address }: { readonly year: Year; readonly address: string }) {
  const name = yearName(year.year);
  const file = `year-${year.year ?? 'unknown'}`;
  const genre = year.most_popular_genre;
  const size = genre && sampleSize(genre);
  return (
    <Page
      above={
        <>
          <a href="/year">Release years</a>
          {year.year !== null && (
            <a href={decadeHref(decadeOf(year.year))}>{decadeName(decadeOf(year.year))}</a>
          )}
          <YearNeighbours year={year.year} />
        </>
      }
      title={name}
      standfirst={
        <>
          {year.year === null
            ? `The data has ${counted(year.movie_count, 'movie')} without a release date. Totals include them, charts by release year do not. `
            : `The data has ${counted(year.movie_count, 'movie')} released in ${name}. `}
          {genre && (
            <>
              The most popular genre is <a href={`/genre/${genre.slug}`}>{genre.name}</a>, with an average
              popularity of {decimal(genre.average_popularity, 2)}
              {size && ` (${size})`}.{' '}
            </>
          )}
          {coverage(year)}
        </>
      }
    >
      <MeasureFacts of={year} />
      {year.year === null ? (
        <ProfitNote of={year} />
      ) : (
        <Section id="money" title="Money" text={<ProfitNote of={year} />}>
          <YearAmongYears of={year} />
        </Section>
      )}
      <TopMovies
        kind="release year"
        name={name}
        file={file}
        json={address}
        movies={year.movies}
        text={
          <p>
            The movies of the release year with the highest known revenue. Profit requires a known budget too.
          </p>
        }
      />
      <Section
        id="genres"
        title="Genres"
        text={
          <p>
            Ordered by average popularity. A movie counts in full in each of its genres, so the rows sum to
            more than the total of the year.
          </p>
        }
      >
        {year.genres.length > 0 ? (
          <DataTable
            caption={`Genres, ${name}`}
            captionHidden
            columns={GENRES}
            rows={year.genres}
            rowKey={({ id }) => id}
            file={`${file}-genres.csv`}
          />
        ) : (
          <p class="notice">No movie of this release year has a genre.</p>
        )}
        <Source json={address} />
      </Section>
      <TopCompanies kind="release year" name={name} file={file} json={address} companies={year.companies} />
    </Page>
  );
}

/** Shows links to the previous and the next release year of the data. */
function YearNeighbours({ year }: { readonly year: number | null }) {
  const years = useDocument(addressOf('/v1/stats/year'));
  if (years.state !== 'ready') return null;
  const entries = years.document.years.map((row) => ({ href: yearHref(row.year), name: yearName(row.year) }));
  return <Neighbours label="Previous and next year" entries={entries} current={yearHref(year)} />;
}
