import { useMemo } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { addressOf, type GenreEntry } from '../api/documents.ts';
import { useDocument } from '../api/use-document.ts';
import { genreColumn, measureColumn } from '../components/columns.tsx';
import { type Column, DataTable } from '../components/data-table.tsx';
import { Source } from '../components/figure.tsx';
import { GenreComparison } from '../components/genre-comparison.tsx';
import { GenrePicker } from '../components/genre-picker.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { comparedSlugs, compareHref } from '../format/comparison.ts';

const GENRES = addressOf('/v1/stats/genre');

const COLUMNS: readonly Column<GenreEntry>[] = [
  genreColumn(),
  measureColumn('movie_count', { bar: true }),
  measureColumn('total_revenue', { bar: true }),
  measureColumn('total_budget', { bar: true }),
  measureColumn('known_profit', { bar: true }),
  measureColumn('movies_with_both'),
  measureColumn('average_popularity', { bar: true }),
  measureColumn('average_vote'),
];

/** Lists all genres and compares several of them over the years. */
export default function GenresPage() {
  const genres = useDocument(GENRES);
  return (
    <Page
      title="Genres"
      standfirst="A movie counts in full in each of its genres. Genres overlap, so their sums exceed the total."
    >
      <Loaded of={genres} what="the genres">
        {({ genres: rows }) =>
          rows.length > 0 ? <AllGenres rows={rows} /> : <p class="notice">The data has no genres.</p>
        }
      </Loaded>
    </Page>
  );
}

function AllGenres({ rows }: { readonly rows: readonly GenreEntry[] }) {
  const { query, route } = useLocation();
  const compare = query.compare;
  const slugs = useMemo(() => comparedSlugs(compare, rows), [compare, rows]);
  return (
    <>
      <section class="wide" aria-labelledby="compare">
        <h2 id="compare">Compare genres over the years</h2>
        <GenrePicker
          genres={rows}
          selected={slugs}
          onChange={(selected) => route(compareHref(selected), true)}
        />
        <GenreComparison slugs={slugs} />
      </section>
      <section class="wide" aria-labelledby="all-genres">
        <h2 id="all-genres">All genres</h2>
        <DataTable
          caption="Movies, money and popularity by genre"
          captionHidden
          columns={COLUMNS}
          rows={rows}
          rowKey={({ id }) => id}
          sort={{ key: 'movie_count', direction: 'descending' }}
          file="genres.csv"
        />
        <Source json={GENRES} />
      </section>
    </>
  );
}
