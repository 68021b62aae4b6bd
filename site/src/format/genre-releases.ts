import type { Company } from '../api/documents.ts';

/** Releases of one genre in one year; `colour` is a place in the row of series colours, 0 for all other genres. */
export interface GenreReleases {
  readonly year: number;
  readonly name: string;
  readonly colour: number;
  readonly count: number;
}

/** The colour of a place in the row of series colours. */
export const seriesColour = (colour: number): string =>
  colour === 0 ? 'var(--bar-quiet)' : `var(--series-${colour})`;

/** How many genres get a colour of their own; the rest are drawn as one. */
const COLOURED = 6;

/** A company's genres with the number of its releases in each, most first. */
export function genreTotals(years: Company['years']): { slug: string; name: string; count: number }[] {
  const totals = new Map<string, { slug: string; name: string; count: number }>();
  for (const { genres } of years) {
    for (const { slug, name, movie_count } of genres) {
      const total = totals.get(slug) ?? { slug, name, count: 0 };
      total.count += movie_count;
      totals.set(slug, total);
    }
  }
  return [...totals.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name, 'en'));
}

/** Releases by genre of every known year: the company's most frequent genres first, all others as one. */
export function genreReleases(years: Company['years']): GenreReleases[] {
  const coloured = genreTotals(years).slice(0, COLOURED);
  return years.flatMap(({ year, genres }) => {
    if (year === null) return [];
    const named = coloured.flatMap(({ slug, name }, index) => {
      const found = genres.find((genre) => genre.slug === slug);
      return found ? [{ year, name, colour: index + 1, count: found.movie_count }] : [];
    });
    const rest = genres
      .filter(({ slug }) => !coloured.some((genre) => genre.slug === slug))
      .reduce((sum, { movie_count }) => sum + movie_count, 0);
    return rest > 0 ? [...named, { year, name: 'Other genres', colour: 0, count: rest }] : named;
  });
}
