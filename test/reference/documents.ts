import { type Current, currentAfter, plainSlug, type Run, slugsOf } from './current.ts';
import { readDrop } from './drop.ts';
import { companiesOf, decadeOf, genresOf, groupBy, measuresOf, popularityRank, yearOf } from './groups.ts';
import { toDouble } from './numbers.ts';
import { ascending, byCodePoint, byYear, descending, inOrder } from './order.ts';
import { rankingsOf } from './rankings.ts';
import type { Movie } from './rows.ts';
import { keysOf, searchOf } from './search.ts';

/** JSON in which whole numbers are bigints and every other number is the double that it names. */
export type Json =
  | null
  | boolean
  | string
  | number
  | bigint
  | readonly Json[]
  | { readonly [key: string]: Json };

/** What the API must serve after some runs. */
export interface Expected {
  /** Every document under /v1/stats, by its path; of rankings without titles and sentences. */
  readonly documents: ReadonlyMap<string, Json>;
  /** /v1/status without run ids and times. */
  readonly status: Json;
  /** Paths of years, genres, companies, pages, shards and rankings that must not exist. */
  readonly absent: readonly string[];
}

const PAGE = 500;
const yearPath = (year: bigint | null): string => `/v1/stats/year/${year ?? 'unknown'}`;
const pagePath = (page: number): string => `/v1/stats/company/page/${page}`;
const shardPath = (prefix: string): string => `/v1/stats/company/search/${prefix}`;
/** The beginnings of a key, and the key with one character too many. */
const prefixesOf = (key: string): string[] => [
  ...Array.from(key, (_, index) => key.slice(0, index + 1)),
  `${key}0`,
];
const numberOf = (billionths: bigint | null): number | null =>
  billionths === null ? null : toDouble(billionths, 9);

/** The 20 movies with the highest revenue above 0. */
function topMovies(movies: readonly Movie[]): Json {
  return movies
    .filter(({ revenue }) => revenue !== null && revenue > 0n)
    .toSorted(
      inOrder(
        descending((movie) => movie.revenue),
        ascending((movie) => movie.id),
      ),
    )
    .slice(0, 20)
    .map((movie) => ({
      id: movie.id,
      title: movie.title,
      tagline: movie.texts.tagline,
      release_date: movie.releaseDate,
      budget: movie.budget,
      revenue: movie.revenue,
      profit: movie.budget === null || movie.revenue === null ? null : movie.revenue - movie.budget,
      popularity: numberOf(movie.popularity),
      vote_average: numberOf(movie.voteAverage),
      vote_count: movie.voteCount,
    }));
}

/** Every document under /v1/stats, from what is current. */
function documentsOf({ movies, genreNames, companyNames }: Current): Map<string, Json> {
  const documents = new Map<string, Json>();
  const slugs = slugsOf(genreNames);
  const genreName = (id: bigint) => ({ id, slug: slugs.get(id)!, name: genreNames.get(id)! });
  const years = [...groupBy(movies, yearOf)].toSorted(([a], [b]) => byYear(a, b));

  const genresByName = (group: readonly Movie[]) =>
    [...groupBy(group, genresOf)].toSorted(
      inOrder(
        byCodePoint(([id]) => genreNames.get(id)!),
        ascending(([id]) => id),
      ),
    );
  const genresByPopularity = (group: readonly Movie[]) =>
    [...groupBy(group, genresOf)].toSorted(
      inOrder(
        descending(([, members]) => popularityRank(members)),
        descending(([, members]) => BigInt(members.length)),
        byCodePoint(([id]) => genreNames.get(id)!),
        ascending(([id]) => id),
      ),
    );
  const companiesByRevenue = (group: readonly Movie[]) =>
    [...groupBy(group, companiesOf)]
      .map(([id, members]) => ({ id, name: companyNames.get(id)!, ...measuresOf(members) }))
      .toSorted(
        inOrder(
          descending((company) => company.total_revenue),
          ascending((company) => company.id),
        ),
      );
  const mostPopularGenre = (group: readonly Movie[]): Json => {
    const [first] = genresByPopularity(group);
    if (first === undefined) return null;
    const { average_popularity } = measuresOf(first[1]);
    return average_popularity === null
      ? null
      : { ...genreName(first[0]), average_popularity, movie_count: BigInt(first[1].length) };
  };
  const byYearOf = (group: readonly Movie[]) =>
    [...groupBy(group, yearOf)].toSorted(([a], [b]) => byYear(a, b));

  const genres = genresByName(movies);
  const companies = companiesByRevenue(movies);

  documents.set('/v1/stats', {
    ...measuresOf(movies),
    year_count: BigInt(years.length),
    genre_count: BigInt(genres.length),
    company_count: BigInt(companies.length),
    links: {
      years: '/v1/stats/year',
      decades: '/v1/stats/decade',
      genres: '/v1/stats/genre',
      companies: '/v1/stats/company',
      rankings: '/v1/stats/ranking',
      company_search: '/v1/stats/company/search',
      downloads: '/v1/downloads',
      status: '/v1/status',
      openapi: '/v1/openapi.json',
    },
  });

  documents.set('/v1/stats/year', {
    years: years.map(([year, group]) => ({
      year,
      ...measuresOf(group),
      most_popular_genre: mostPopularGenre(group),
    })),
  });
  for (const [year, group] of years) {
    documents.set(yearPath(year), {
      year,
      ...measuresOf(group),
      most_popular_genre: mostPopularGenre(group),
      genres: genresByPopularity(group).map(([id, members]) => ({
        ...genreName(id),
        ...measuresOf(members),
      })),
      companies: companiesByRevenue(group).slice(0, 50),
      movies: topMovies(group),
    });
  }

  const decades = [...groupBy(movies, decadeOf)].toSorted(([a], [b]) => byYear(a, b));
  documents.set('/v1/stats/decade', {
    decades: decades.map(([decade, group]) => ({ decade, ...measuresOf(group) })),
  });
  for (const [decade, group] of decades) {
    documents.set(`/v1/stats/decade/${decade ?? 'unknown'}`, {
      decade,
      ...measuresOf(group),
      years: byYearOf(group).map(([year, members]) => ({
        year,
        ...measuresOf(members),
        path: yearPath(year),
      })),
    });
  }

  documents.set('/v1/stats/genre', {
    genres: genres.map(([id, group]) => ({ ...genreName(id), ...measuresOf(group) })),
  });
  for (const [id, group] of genres) {
    documents.set(`/v1/stats/genre/${slugs.get(id)}`, {
      ...genreName(id),
      ...measuresOf(group),
      years: byYearOf(group).map(([year, members]) => ({ year, ...measuresOf(members) })),
      companies: companiesByRevenue(group).slice(0, 50),
      movies: topMovies(group),
    });
  }

  const pages = Math.max(1, Math.ceil(companies.length / PAGE));
  for (let page = 1; page <= pages; page += 1) {
    const document = {
      companies: companies.slice((page - 1) * PAGE, page * PAGE),
      page: BigInt(page),
      pages: BigInt(pages),
      next: page < pages ? pagePath(page + 1) : null,
    };
    documents.set(pagePath(page), document);
    if (page === 1) documents.set('/v1/stats/company', document);
  }
  for (const [id, group] of groupBy(movies, companiesOf)) {
    documents.set(`/v1/stats/company/${id}`, {
      id,
      name: companyNames.get(id)!,
      ...measuresOf(group),
      years: byYearOf(group).map(([year, members]) => ({
        year,
        ...measuresOf(members),
        genres: genresByName(members).map(([genre, both]) => ({
          ...genreName(genre),
          movie_count: BigInt(both.length),
        })),
      })),
      movies: topMovies(group),
    });
  }

  const { search, shards } = searchOf(companies);
  documents.set('/v1/stats/company/search', search);
  for (const shard of shards) documents.set(`/v1/stats/company/search/${shard.prefix}`, shard);

  const rankings = {
    year: rankingsOf(
      years.flatMap(([year, group]) =>
        year === null ? [] : [{ name: { year }, place: year, movies: group }],
      ),
    ),
    genre: rankingsOf(genres.map(([id, group]) => ({ name: genreName(id), place: id, movies: group }))),
    company: rankingsOf(
      [...groupBy(movies, companiesOf)].map(([id, group]) => ({
        name: { id, name: companyNames.get(id)! },
        place: id,
        movies: group,
      })),
    ),
  };
  const links: Json[] = [];
  for (const [group, ranked] of Object.entries(rankings)) {
    for (const [segment, ranking] of ranked) {
      const path = `/v1/stats/ranking/${group}/${segment}`;
      const { measure, minimums } = ranking;
      links.push({ group, measure, minimums, path });
      documents.set(path, { group, ...ranking });
    }
  }
  documents.set('/v1/stats/ranking', { rankings: links });
  return documents;
}

function statusOf({ months, movies }: Current): Json {
  return {
    month: months.at(-1)?.[0] ?? null,
    movie_count: BigInt(movies.length),
    months: months.map(([month, drop]) => ({
      month,
      read: BigInt(drop.read),
      accepted: BigInt(drop.accepted.length),
      quarantined: BigInt(drop.quarantined),
      duplicates: BigInt(drop.duplicates),
      reasons: {
        movies_metadata: Object.fromEntries([...drop.reasons].map(([code, rows]) => [code, BigInt(rows)])),
      },
    })),
  };
}

/** Paths from rows of any run and neighbours of existing paths, without those that exist. */
function absentPaths(runs: readonly Run[], documents: ReadonlyMap<string, Json>): string[] {
  const paths = new Set<string>();
  for (const { accepted } of runs.flatMap(({ csv }) => (csv === null ? [] : [readDrop(csv)]))) {
    for (const { movie } of accepted) {
      paths.add(yearPath(movie.year));
      for (const { id, name } of movie.genres) {
        for (const slug of [plainSlug(id, name), `${plainSlug(id, name)}-${id}`, id]) {
          paths.add(`/v1/stats/genre/${slug}`);
        }
      }
      for (const { id, name } of movie.companies) {
        paths.add(`/v1/stats/company/${id}`);
        for (const key of keysOf(name)) for (const prefix of prefixesOf(key)) paths.add(shardPath(prefix));
      }
    }
  }
  for (const path of documents.keys()) {
    const numbered = /^(\/v1\/stats\/(?:year|company|company\/page)\/)(\d+)$/.exec(path);
    if (numbered === null) continue;
    for (const step of [-1n, 1n]) paths.add(`${numbered[1]}${BigInt(numbered[2]!) + step}`);
    paths.add(`${numbered[1]}0${numbered[2]}`);
  }
  paths.add(yearPath(null));
  for (const decade of ['0', '1900', '1995', '2030', 'unknown']) paths.add(`/v1/stats/decade/${decade}`);
  for (const group of ['year', 'genre', 'company', 'movie']) {
    paths.add(`/v1/stats/ranking/${group}`);
    for (const measure of ['total_revenue', 'revenue', 'known-budget', 'popularity-sum', 'rank']) {
      paths.add(`/v1/stats/ranking/${group}/${measure}`);
    }
  }
  return [...paths].filter((path) => !documents.has(path)).toSorted();
}

/** What the API must serve after these runs, in the order in which they ran. */
export function expectedAfter(runs: readonly Run[]): Expected {
  const current = currentAfter(runs);
  const documents = documentsOf(current);
  return { documents, status: statusOf(current), absent: absentPaths(runs, documents) };
}
