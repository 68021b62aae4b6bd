import type { Measures } from '../../model/api/measures.ts';
import { assignSlugs } from '../../model/api/slugs.ts';
import type { StatisticRows } from '../../model/data/statistics.ts';

/** The id, slug and name of a genre. */
export interface GenreName {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
}

/** The genres of a release. */
export interface Genres {
  /** By name. */
  readonly all: readonly GenreName[];
  name(id: number): GenreName;
  /** Compares genres for lists with the most popular first. */
  byPopularity(a: GenreName & Measures, b: GenreName & Measures): number;
}

/** Assigns slugs to the genres. `rows` must be in code point order of the names, which differs from JavaScript's order. */
export function nameGenres(rows: readonly StatisticRows['genres'][]): Genres {
  const slugs = assignSlugs(rows);
  const all = rows.map(({ id, name }): GenreName => ({ id, slug: slugs.get(id)!, name }));
  const byId = new Map(all.map((genre, place) => [genre.id, { genre, place }]));
  return {
    all,
    name: (id) => byId.get(id)!.genre,
    byPopularity: (a, b) =>
      (b.average_popularity ?? -1) - (a.average_popularity ?? -1) ||
      Number(b.movie_count) - Number(a.movie_count) ||
      byId.get(a.id)!.place - byId.get(b.id)!.place,
  };
}

/** The first genre of a list that is sorted by popularity; null if no genre has an average. */
export function mostPopular(genres: readonly (GenreName & Measures)[]) {
  const [first] = genres;
  if (first === undefined || first.average_popularity === null) return null;
  const { id, slug, name, average_popularity, movie_count } = first;
  return { id, slug, name, average_popularity, movie_count };
}
