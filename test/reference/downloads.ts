import { currentAfter, type Run } from './current.ts';
import type { Json } from './documents.ts';
import { companiesOf, genresOf, groupBy, measuresOf, popularityRank, yearOf } from './groups.ts';
import { ascending, byCodePoint, byYear, descending, inOrder } from './order.ts';
import type { Movie, Named } from './rows.ts';

/** A row of a download, with columns in order. Decimals are text with nine decimals. */
export type TableRow = Readonly<Record<string, Json>>;

const nineDigits = (billionths: bigint | null): string | null => {
  if (billionths === null) return null;
  const digits = String(billionths).padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
};
const eachOnce = (entries: readonly Named[]): Named[] => {
  const first = new Map<bigint, Named>();
  for (const entry of entries) if (!first.has(entry.id)) first.set(entry.id, entry);
  return [...first.values()].toSorted(ascending(({ id }) => id));
};

function movieRow(movie: Movie, month: string): TableRow {
  const { budget, revenue, texts, collection } = movie;
  return {
    id: movie.id,
    title: movie.title,
    imdb_id: texts.imdb_id,
    release_date: movie.releaseDate,
    budget,
    revenue,
    profit: budget === null || revenue === null ? null : revenue - budget,
    popularity: nineDigits(movie.popularity),
    runtime: nineDigits(movie.runtime),
    vote_average: nineDigits(movie.voteAverage),
    vote_count: movie.voteCount,
    status: texts.status,
    original_language: texts.original_language,
    original_title: texts.original_title,
    adult: movie.adult,
    video: movie.video,
    poster_path: texts.poster_path,
    homepage: texts.homepage,
    overview: texts.overview,
    tagline: texts.tagline,
    collection_id: collection?.id ?? null,
    collection_name: collection?.name ?? null,
    production_countries: [...new Set(movie.countries)],
    spoken_languages: [...new Set(movie.languages)],
    ingest_month: month,
  };
}

/** Every download after some runs, by name. */
export function tablesAfter(runs: readonly Run[]): ReadonlyMap<string, readonly TableRow[]> {
  const { movies, monthOf, genreNames, companyNames } = currentAfter(runs);
  const byId = movies.toSorted(ascending(({ id }) => id));
  const grouped = (group: readonly Movie[], keysOf: (movie: Movie) => readonly bigint[]) =>
    [...groupBy(group, keysOf)].toSorted(ascending(([id]) => id));
  const yearsOf = (group: readonly Movie[]) =>
    [...groupBy(group, yearOf)].toSorted(([a], [b]) => byYear(a, b));

  function popular(group: readonly Movie[]): TableRow {
    const [first] = [...groupBy(group, genresOf)].toSorted(
      inOrder(
        descending(([, members]) => popularityRank(members)),
        descending(([, members]) => BigInt(members.length)),
        byCodePoint(([id]) => genreNames.get(id)!),
        ascending(([id]) => id),
      ),
    );
    const average = first === undefined ? null : measuresOf(first[1]).average_popularity;
    return {
      most_popular_genre_id: average === null ? null : first![0],
      most_popular_genre_name: average === null ? null : genreNames.get(first![0])!,
      most_popular_genre_average_popularity: average,
    };
  }
  const yearly = (keysOf: (movie: Movie) => readonly bigint[], named: (id: bigint) => TableRow): TableRow[] =>
    grouped(movies, keysOf).flatMap(([id, group]) =>
      yearsOf(group).map(([year, members]) => ({ ...named(id), year, ...measuresOf(members) })),
    );
  const genre = (id: bigint): TableRow => ({ genre_id: id, genre_name: genreNames.get(id)! });
  const company = (id: bigint): TableRow => ({ company_id: id, company_name: companyNames.get(id)! });
  const entries = (entriesOf: (movie: Movie) => readonly Named[]): TableRow[] =>
    byId.flatMap((movie) =>
      eachOnce(entriesOf(movie)).map(({ id, name }) => ({
        id,
        name,
        movie_id: movie.id,
        ingest_month: monthOf.get(movie.id)!,
      })),
    );

  return new Map([
    ['year', yearsOf(movies).map(([year, group]) => ({ year, ...measuresOf(group), ...popular(group) }))],
    ['genre_year', yearly(genresOf, genre)],
    ['company_year', yearly(companiesOf, company)],
    [
      'company_year_genre',
      grouped(movies, companiesOf).flatMap(([id, group]) =>
        yearsOf(group).flatMap(([year, members]) =>
          grouped(members, genresOf).map(([genreId, both]) => ({
            ...company(id),
            year,
            ...genre(genreId),
            movie_count: BigInt(both.length),
          })),
        ),
      ),
    ],
    ['movies_metadata', byId.map((movie) => movieRow(movie, monthOf.get(movie.id)!))],
    ['genres', entries(({ genres }) => genres)],
    ['production_companies', entries(({ companies }) => companies)],
  ]);
}
