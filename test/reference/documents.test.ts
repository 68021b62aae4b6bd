import { describe, expect, it } from 'vitest';
import { expectedAfter } from './documents.ts';
import { csvOf, listCell, type Row } from './sample.ts';

const run = (month: string, ...rows: Row[]) => ({ month, csv: csvOf(rows) });
const documentsOf = (...rows: Row[]) => expectedAfter([run('2026-08', ...rows)]).documents;

const drama = listCell([18, 'Drama']);
const nothing = {
  movie_count: 0n,
  movies_with_budget: 0n,
  movies_with_revenue: 0n,
  movies_with_both: 0n,
  total_budget: 0n,
  total_revenue: 0n,
  total_profit: 0n,
  known_profit: 0n,
  average_popularity: null,
  average_vote: null,
};

it('measures a group by hand', () => {
  const documents = documentsOf(
    { id: '1', budget: '100', revenue: '250', popularity: '1.5', vote_average: '8', vote_count: '3' },
    { id: '2', budget: '0', revenue: '40', popularity: '2', vote_average: '5', vote_count: '1' },
    { id: '3', budget: '70', popularity: '', vote_average: '9' },
    { id: '4', revenue: '0', popularity: '0.0000005', vote_count: '7' },
  );
  expect(documents.get('/v1/stats')).toMatchObject({
    movie_count: 4n,
    movies_with_budget: 2n, // 1, 3
    movies_with_revenue: 2n, // 1, 2
    movies_with_both: 1n, // 1
    total_budget: 170n,
    total_revenue: 290n,
    total_profit: 190n, // 150 + 40
    known_profit: 150n,
    average_popularity: 1.166667, // 3.5000005 / 3
    average_vote: 7.25, // (24 + 5) / 4
    year_count: 1n,
    genre_count: 0n,
    company_count: 0n,
  });
});

it('sums past 2^53 exactly', () => {
  const most = '999999999999999';
  const rows = Array.from({ length: 11 }, (_, index) => ({
    id: String(index + 1),
    budget: most,
    revenue: '1',
  }));
  expect(documentsOf(...rows).get('/v1/stats')).toMatchObject({
    total_budget: 10_999_999_999_999_989n,
    total_profit: -10_999_999_999_999_978n,
  });
});

it('has the documents of a release without movies', () => {
  const { documents, status } = expectedAfter([run('2026-08')]);
  expect([...documents.keys()]).toEqual([
    '/v1/stats',
    '/v1/stats/year',
    '/v1/stats/decade',
    '/v1/stats/genre',
    '/v1/stats/company/page/1',
    '/v1/stats/company',
    '/v1/stats/company/search',
    ...[...documents.keys()].filter((path) => path.startsWith('/v1/stats/ranking/')),
    '/v1/stats/ranking',
  ]);
  expect(documents.get('/v1/stats')).toMatchObject({ ...nothing, year_count: 0n });
  expect(documents.get('/v1/stats/company')).toEqual({ companies: [], page: 1n, pages: 1n, next: null });
  expect(status).toMatchObject({ month: '2026-08', movie_count: 0n });
});

it('puts years in order, the unknown year last', () => {
  const documents = documentsOf(
    { id: '1' },
    { id: '2', release_date: '2001-01-01' },
    { id: '3', release_date: '0999-01-01' },
  );
  expect(documents.get('/v1/stats/year')).toMatchObject({
    years: [{ year: 999n }, { year: 2001n }, { year: null }],
  });
  expect(documents.get('/v1/stats/year/unknown')).toMatchObject({ year: null, movie_count: 1n });
  expect(documents.has('/v1/stats/year/999')).toBe(true);
});

it('puts a movie into the decade of its release year, with links to the years', () => {
  const documents = documentsOf(
    { id: '1', release_date: '1999-12-31', budget: '2' },
    { id: '2', release_date: '1990-01-01', budget: '3' },
    { id: '3', release_date: '0009-01-01' },
    { id: '4' },
  );
  expect(documents.get('/v1/stats/decade')).toMatchObject({
    decades: [{ decade: 0n, movie_count: 1n }, { decade: 1990n, movie_count: 2n }, { decade: null }],
  });
  expect(documents.get('/v1/stats/decade/1990')).toMatchObject({
    decade: 1990n,
    total_budget: 5n,
    years: [
      { year: 1990n, total_budget: 3n, path: '/v1/stats/year/1990' },
      { year: 1999n, total_budget: 2n, path: '/v1/stats/year/1999' },
    ],
  });
  expect(documents.get('/v1/stats/decade/unknown')).toMatchObject({
    decade: null,
    years: [{ year: null, path: '/v1/stats/year/unknown' }],
  });
});

describe('the most popular genre', () => {
  const year = (...rows: Row[]) =>
    documentsOf(
      ...rows.map((row, index) => ({ id: String(index + 1), release_date: '2001-01-01', ...row })),
    ).get('/v1/stats/year/2001') as { most_popular_genre: unknown; genres: { id: bigint }[] };

  it('has the highest rounded average', () => {
    const { most_popular_genre, genres } = year(
      { popularity: '1', genres: listCell([1, 'A']) },
      { popularity: '1.0000004', genres: listCell([2, 'B']) },
      { popularity: '1.000001', genres: listCell([3, 'C']) },
      { genres: listCell([4, 'D']) },
    );
    expect(most_popular_genre).toEqual({
      id: 3n,
      slug: 'c',
      name: 'C',
      average_popularity: 1.000001,
      movie_count: 1n,
    });
    expect(genres.map(({ id }) => id)).toEqual([3n, 1n, 2n, 4n]);
  });

  it('has more movies where averages tie, then the first name by code point, then the smaller id', () => {
    const popular = { popularity: '2' };
    const { genres } = year(
      {
        ...popular,
        genres: listCell([9, 'b'], [8, 'Z'], [7, 'a'], [6, 'a'], [5, '😀'], [4, 'Ａ'], [3, 'm']),
      },
      { ...popular, genres: listCell([3, 'm']) },
    );
    expect(genres.map(({ id }) => id)).toEqual([3n, 8n, 6n, 7n, 9n, 4n, 5n]);
  });

  it('is null where no genre has an average', () => {
    expect(year({ genres: drama }).most_popular_genre).toBeNull();
    expect(year({ popularity: '1' }).most_popular_genre).toBeNull();
  });
});

it('gives each genre its slug', () => {
  const cell = listCell(
    [878, 'Sci Fi!'],
    [12, 'sci-fi'],
    [5, '動画'],
    [6, ' --Science & Fiction-- '],
    [7, ''],
  );
  const paths = [...documentsOf({ id: '1', genres: cell }).keys()].filter((path) =>
    path.startsWith('/v1/stats/genre/'),
  );
  expect(paths.map((path) => path.split('/').at(-1)).toSorted()).toEqual([
    '5',
    '7',
    'sci-fi',
    'sci-fi-878',
    'science-fiction',
  ]);
});

it('counts an id twice in a cell once, under its last name', () => {
  const documents = documentsOf({ id: '1', revenue: '5', genres: listCell([18, 'Old'], [18, 'New']) });
  expect(documents.get('/v1/stats/genre')).toMatchObject({
    genres: [{ id: 18n, name: 'New', slug: 'new', movie_count: 1n, total_revenue: 5n }],
  });
});

it('lists the top 20 movies with revenue and the top 50 companies', () => {
  const documents = documentsOf(
    ...Array.from({ length: 60 }, (_, index) => ({
      id: String(index + 1),
      revenue: String(index < 30 ? 0 : 7),
      genres: drama,
      production_companies: listCell([100 + index, `C${index}`]),
    })),
  );
  for (const path of ['/v1/stats/genre/drama', '/v1/stats/year/unknown']) {
    const { movies, companies } = documents.get(path) as Record<'movies' | 'companies', { id: bigint }[]>;
    expect(movies.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, index) => BigInt(31 + index)));
    const withRevenue = Array.from({ length: 30 }, (_, index) => BigInt(130 + index));
    const without = Array.from({ length: 20 }, (_, index) => BigInt(100 + index));
    expect(companies.map(({ id }) => id)).toEqual([...withRevenue, ...without]);
  }
  expect(documents.get('/v1/stats/company/100')).toMatchObject({ movies: [] });
});

it('writes a movie in a list', () => {
  const documents = documentsOf({
    id: '7',
    title: ' T',
    tagline: 'So it begins.',
    revenue: '5',
    popularity: '8.2e-05',
    vote_average: '7.70',
  });
  expect(documents.get('/v1/stats/year/unknown')).toMatchObject({
    movies: [
      {
        id: 7n,
        title: ' T',
        tagline: 'So it begins.',
        release_date: null,
        budget: null,
        revenue: 5n,
        profit: null,
        popularity: 0.000082,
        vote_average: 7.7,
        vote_count: null,
      },
    ],
  });
});

it('gives a company its years with releases by genre, by name', () => {
  const company = listCell([3, 'Pixar']);
  const documents = documentsOf(
    {
      id: '1',
      release_date: '1995-10-30',
      revenue: '9',
      genres: listCell([2, 'B'], [1, 'C']),
      production_companies: company,
    },
    {
      id: '2',
      release_date: '1995-11-30',
      budget: '4',
      genres: listCell([2, 'B']),
      production_companies: company,
    },
    { id: '3', genres: listCell([5, 'A']), production_companies: listCell([4, 'Other']) },
    { id: '4', production_companies: listCell([4, 'Other'], [3, 'Pixar']) },
  );
  expect(documents.get('/v1/stats/company/3')).toMatchObject({
    id: 3n,
    name: 'Pixar',
    movie_count: 3n,
    total_revenue: 9n,
    years: [
      {
        year: 1995n,
        movie_count: 2n,
        genres: [
          { id: 2n, slug: 'b', name: 'B', movie_count: 2n },
          { id: 1n, slug: 'c', name: 'C', movie_count: 1n },
        ],
      },
      { year: null, movie_count: 1n, genres: [] },
    ],
    movies: [{ id: 1n }],
  });
});

it('pages companies by 500', () => {
  const documents = documentsOf({
    id: '1',
    production_companies: listCell(
      ...Array.from({ length: 501 }, (_, index): [number, string] => [index + 1, 'C']),
    ),
  });
  expect(documents.get('/v1/stats/company')).toMatchObject({
    page: 1n,
    pages: 2n,
    next: '/v1/stats/company/page/2',
  });
  expect(documents.get('/v1/stats/company/page/1')).toEqual(documents.get('/v1/stats/company'));
  expect(documents.get('/v1/stats/company/page/2')).toMatchObject({
    companies: [{ id: 501n }],
    page: 2n,
    next: null,
  });
});

describe('rankings', () => {
  const released = (year: number, rows: readonly Row[]): Row[] =>
    rows.map((row, index) => ({ id: String(year * 100 + index), release_date: `${year}-01-01`, ...row }));
  const entriesOf = (path: string, rows: readonly Row[]) =>
    (documentsOf(...rows).get(path) as { entries: readonly Record<string, unknown>[] }).entries;

  it('have the highest value first, then the earlier year, and no unknown year', () => {
    const rows = [
      ...released(2001, [{ revenue: '5' }]),
      ...released(1999, [{ revenue: '5' }]),
      ...released(2000, [{ revenue: '6' }]),
      { id: '1', revenue: '9' },
    ];
    const entries = entriesOf('/v1/stats/ranking/year/total-revenue', rows);
    expect(entries.map(({ rank, value, year }) => [rank, value, year])).toEqual([
      [1n, 6n, 2000n],
      [2n, 5n, 1999n],
      [3n, 5n, 2001n],
    ]);
  });

  it('of averages ask for ten movies', () => {
    const popular = (count: number): Row[] => Array.from({ length: count }, () => ({ popularity: '2' }));
    const rows = [...released(2001, popular(10)), ...released(2002, popular(9))];
    expect(entriesOf('/v1/stats/ranking/year/average-popularity', rows)).toMatchObject([{ year: 2001n }]);
  });

  it('of the return on budget ask for five movies and a million, and round half up below zero', () => {
    const five = (budget: string, revenue: string): Row[] =>
      Array.from({ length: 5 }, () => ({ budget, revenue }));
    const rows = [
      // 5 of 2,000,000 dollars lost: −2.5 millionths. What is unknown of the sixth movie counts for nothing.
      ...released(2001, [...five('400000', '399999'), { budget: '7', revenue: '0' }]),
      ...released(2002, five('199999', '999999')),
      ...released(2003, five('200000', '300000').slice(1)),
      ...released(2004, five('400000', '1000000')),
    ];
    expect(entriesOf('/v1/stats/ranking/year/return-on-budget', rows)).toMatchObject([
      { year: 2004n, value: 1.5, known_budget: 2_000_000n, known_revenue: 5_000_000n },
      { year: 2001n, value: -0.000002, return_on_budget: -0.000002, known_budget: 2_000_000n },
    ]);
  });
});
