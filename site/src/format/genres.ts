import type { Years } from '../api/documents.ts';
import { count } from './numbers.ts';

/** A most popular genre. Releases that were made before the API had `movie_count` lack it. */
export interface PopularGenre {
  readonly name: string;
  readonly average_popularity: number;
  readonly movie_count?: number;
}

/** A most popular genre with fewer movies is shown in grey, because its average depends on single movies. */
export const FEW_MOVIES = 10;

/** Returns the number of movies of a most popular genre, `n = 12`, or an empty text if it is unknown. */
export const sampleSize = ({ movie_count }: PopularGenre): string =>
  movie_count === undefined ? '' : `n\u00a0=\u00a0${count(movie_count)}`;

/** Returns whether a most popular genre is known to have few movies. */
export const hasFewMovies = ({ movie_count }: PopularGenre): boolean =>
  (movie_count ?? FEW_MOVIES) < FEW_MOVIES;

/** A genre and the number of release years in which it was the most popular. */
export interface GenreCount {
  readonly name: string;
  readonly slug: string;
  readonly years: number;
}

type YearsEntry = Years['years'][number];

/** Returns the genres that were the most popular in at least one release year, by number of years and name. */
export function genreCounts(years: readonly YearsEntry[]): GenreCount[] {
  const counts = new Map<string, { name: string; slug: string; years: number }>();
  for (const { year, most_popular_genre: genre } of years) {
    if (year === null || genre === null) continue;
    const entry = counts.get(genre.slug) ?? { name: genre.name, slug: genre.slug, years: 0 };
    entry.years += 1;
    counts.set(genre.slug, entry);
  }
  return [...counts.values()].sort((a, b) => b.years - a.years || a.name.localeCompare(b.name, 'en'));
}

/** Returns the latest release years with a most popular genre, newest first. */
export const lastKnownYears = (
  years: readonly YearsEntry[],
  most: number,
): { year: number; genre: NonNullable<YearsEntry['most_popular_genre']> }[] =>
  years
    .flatMap(({ year, most_popular_genre: genre }) =>
      year === null || genre === null ? [] : [{ year, genre }],
    )
    .slice(-most)
    .reverse();
