import type { Years } from '../api/documents.ts';

/** A genre and in how many known years it was the most popular one. */
export interface GenreCount {
  readonly name: string;
  readonly slug: string;
  readonly years: number;
}

type YearsEntry = Years['years'][number];

/** The genres that were most popular in some known year, those with most years first, then by name. */
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

/** The latest known years that have a most popular genre, newest first. */
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
