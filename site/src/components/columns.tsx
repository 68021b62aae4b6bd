import type { Measures, Movie, Years } from '../api/documents.ts';
import { FEW_MOVIES, hasFewMovies, type PopularGenre, sampleSize } from '../format/genres.ts';
import { known, MEASURES, type MeasureName } from '../format/measures.ts';
import { decadeHref, decadeName, yearHref, yearName } from '../format/sentences.ts';
import { Amount } from './amount.tsx';
import type { Column } from './data-table.tsx';

/** Returns a column with a measure of each row's group of movies. */
export function measureColumn<Row extends Measures>(
  name: MeasureName,
  options: Partial<Column<Row>> = {},
): Column<Row> {
  const { title, kind, definition } = MEASURES[name];
  return {
    key: name,
    title,
    note: definition,
    numeric: true,
    value: (row) => known(row, name),
    show: (row) => <Amount kind={kind} value={known(row, name)} />,
    ...options,
  };
}

/** Returns the measure columns of a table of groups, to follow its first column. */
export const measureColumns = <Row extends Measures>(): Column<Row>[] => [
  measureColumn<Row>('movie_count'),
  measureColumn<Row>('total_revenue', { bar: true }),
  measureColumn<Row>('total_budget'),
  measureColumn<Row>('known_profit'),
  measureColumn<Row>('movies_with_both'),
  measureColumn<Row>('average_popularity'),
  measureColumn<Row>('average_vote'),
];

/** Returns a column that links to the page of each row's release year. */
export const yearColumn = <Row extends { readonly year: number | null }>(): Column<Row> => ({
  key: 'year',
  title: 'Release year',
  numeric: true,
  value: ({ year }) => year,
  show: ({ year }) => <a href={yearHref(year)}>{yearName(year)}</a>,
});

/** Returns a column that links to the page of each row's decade. */
export const decadeColumn = <Row extends { readonly decade: number | null }>(): Column<Row> => ({
  key: 'decade',
  title: 'Decade',
  numeric: true,
  value: ({ decade }) => decade,
  show: ({ decade }) => <a href={decadeHref(decade)}>{decadeName(decade)}</a>,
});

/** Returns a column that links to the page of each row's genre. */
export const genreColumn = <Row extends { readonly slug: string; readonly name: string }>(): Column<Row> => ({
  key: 'genre',
  title: 'Genre',
  value: ({ name }) => name,
  show: ({ slug, name }) => <a href={`/genre/${slug}`}>{name}</a>,
});

/** A column with the id of each row, in the CSV file only: names are not unique. */
export const idColumn: Column<{ readonly id: number }> = {
  key: 'id',
  title: 'Id',
  value: ({ id }) => id,
  csvOnly: true,
};

/** Returns a column that links to the page of each row's production company. */
export const companyColumn = <Row extends { readonly id: number; readonly name: string }>(): Column<Row> => ({
  key: 'company',
  title: 'Production company',
  value: ({ name }) => name,
  show: ({ id, name }) => (
    <a href={`/company/${id}`}>
      <bdi>{name === '' ? '(no name)' : name}</bdi>
    </a>
  ),
});

/** The number of movies of the most popular genre, in the CSV file only: tables show it beside the name. */
export const genreMovieCountColumn: Column<Years['years'][number]> = {
  key: 'most_popular_genre_movie_count',
  title: 'Movies of the genre',
  value: ({ most_popular_genre }) => (most_popular_genre as PopularGenre | null)?.movie_count,
  csvOnly: true,
};

/** The columns of a table of release years with the most popular genre of each. */
export const genreByYearColumns: readonly Column<Years['years'][number]>[] = [
  yearColumn(),
  mostPopularGenreColumn(),
  genreMovieCountColumn,
  {
    key: 'average_popularity',
    title: 'Popularity of the genre',
    note: 'Average popularity of the movies of the genre in the release year',
    numeric: true,
    value: ({ most_popular_genre }) => most_popular_genre?.average_popularity,
    show: ({ most_popular_genre }) => (
      <Amount kind="popularity" value={most_popular_genre?.average_popularity} />
    ),
  },
];

/** Returns a column with the most popular genre of each row's release year and the number of the genre's movies. */
export function mostPopularGenreColumn(): Column<Years['years'][number]> {
  return {
    key: 'most_popular_genre',
    title: 'Most popular genre',
    note: `The genre with the highest average popularity and its number of movies (n). Grey: fewer than ${FEW_MOVIES} movies.`,
    value: ({ most_popular_genre }) => most_popular_genre?.name,
    show: ({ most_popular_genre: genre }) =>
      genre ? (
        <span class={hasFewMovies(genre) ? 'few' : undefined}>
          <a href={`/genre/${genre.slug}`}>{genre.name}</a> <span class="soft">{sampleSize(genre)}</span>
        </span>
      ) : (
        <Amount kind="count" value={null} />
      ),
  };
}

/** The columns of a table of movies. */
export const movieColumns: readonly Column<Movie>[] = [
  idColumn,
  {
    key: 'title',
    title: 'Movie',
    value: ({ title }) => title,
    show: ({ title }) => <bdi>{title ?? '(no title)'}</bdi>,
  },
  { key: 'release_date', title: 'Released', value: ({ release_date }) => release_date, show: released },
  {
    key: 'revenue',
    title: 'Revenue',
    numeric: true,
    bar: true,
    value: ({ revenue }) => revenue,
    show: ({ revenue }) => <Amount kind="money" value={revenue} />,
  },
  {
    key: 'budget',
    title: 'Budget',
    note: 'A budget of 0 means unknown.',
    numeric: true,
    value: ({ budget }) => budget || null,
    show: ({ budget }) => <Amount kind="money" value={budget || null} />,
  },
  {
    key: 'profit',
    title: 'Profit',
    note: 'Revenue minus budget. Unknown if the budget is unknown.',
    numeric: true,
    value: profitOf,
    show: (movie) => <Amount kind="money" value={profitOf(movie)} />,
  },
  {
    key: 'popularity',
    title: 'Popularity',
    numeric: true,
    value: ({ popularity }) => popularity,
    show: ({ popularity }) => <Amount kind="popularity" value={popularity} />,
  },
  {
    key: 'vote_average',
    title: 'Vote',
    note: 'The mean of the votes on a scale from 0 to 10.',
    numeric: true,
    value: voteOf,
    show: (movie) =>
      movie.vote_count === 0 ? (
        <span class="soft">no votes</span>
      ) : (
        <Amount kind="vote" value={voteOf(movie)} />
      ),
  },
  {
    key: 'vote_count',
    title: 'Votes',
    numeric: true,
    value: ({ vote_count }) => vote_count,
    show: ({ vote_count }) => <Amount kind="count" value={vote_count} />,
  },
];

/** Returns the average vote, or null for a movie without votes, whose `vote_average` is 0. */
function voteOf({ vote_average, vote_count }: Movie): number | null {
  return vote_count === 0 ? null : vote_average;
}

/** Returns the profit of a movie with a known budget, which is above 0, and null for other movies. */
function profitOf({ budget, profit }: Movie): number | null {
  return budget ? profit : null;
}

function released({ release_date }: Movie) {
  return release_date ? (
    <time dateTime={release_date}>{release_date}</time>
  ) : (
    <Amount kind="count" value={null} />
  );
}
