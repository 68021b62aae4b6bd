import { addressOf, type Years } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import {
  genreMovieCountColumn,
  measureColumn,
  mostPopularGenreColumn,
  yearColumn,
} from '../components/columns.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Source } from '../components/figure.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { YearLinks } from '../components/year-links.tsx';
import { counted } from '../format/numbers.ts';

const YEARS = addressOf('/v1/stats/year');

type Row = Years['years'][number];

const COLUMNS: readonly Column<Row>[] = [
  yearColumn(),
  measureColumn('movie_count', { bar: true }),
  measureColumn('total_revenue', { bar: true }),
  measureColumn('total_budget', { bar: true }),
  measureColumn('known_profit'),
  measureColumn('movies_with_both'),
  measureColumn('average_popularity', { bar: true }),
  measureColumn('average_vote'),
  mostPopularGenreColumn(),
  genreMovieCountColumn,
];

/** Lists all release years. */
export default function YearsPage() {
  const years = useDocument(YEARS);
  return (
    <Page
      title="Release years"
      standfirst="The release year of a movie is the year of its release date. The page of a year has its genres, production companies and movies."
    >
      <Loaded of={years} what="the years">
        {({ years: rows }) => <AllYears rows={rows} />}
      </Loaded>
    </Page>
  );
}

function AllYears({ rows }: { readonly rows: readonly Row[] }) {
  const undated = rows.find(({ year }) => year === null);
  return (
    <>
      <YearLinks years={rows.flatMap(({ year }) => (year === null ? [] : [year]))} />
      <section class="wide">
        <h2>All release years</h2>
        <p class="note">
          Sums of money include known amounts only. <em>Both known</em> is the number of movies in the known
          profit.{' '}
          {undated && (
            <>
              The row “Unknown year” has the{' '}
              <a href="/year/unknown">{counted(undated.movie_count, 'movie')}</a> without a release date.
            </>
          )}
        </p>
        <DataTable
          caption="Movies, money and popularity by release year"
          captionHidden
          columns={COLUMNS}
          rows={rows}
          rowKey={({ year }) => year ?? 'unknown'}
          sort={{ key: 'year', direction: 'descending' }}
          first={40}
          file="years.csv"
        />
        <Source json={YEARS} />
      </section>
    </>
  );
}
