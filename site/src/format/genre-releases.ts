import type { Company } from '../api/documents.ts';

/** The number of movies of one genre released in one year. */
export interface GenreReleases {
  readonly year: number;
  readonly name: string;
  readonly count: number;
}

/** The height of a genre in the chart, in px. */
export const GENRE_HEIGHT = 70;

/** The number of genres in the chart. */
const MOST_SHOWN = 6;

/** Returns a company's genres with the number of its releases in each, most releases first. */
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

/** Returns the releases by release year of the company's most frequent genres, most frequent genre first. */
export function genreReleases(years: Company['years']): GenreReleases[] {
  return genreTotals(years)
    .slice(0, MOST_SHOWN)
    .flatMap(({ slug, name }) =>
      years.flatMap(({ year, genres }) => {
        const genre = genres.find((each) => each.slug === slug);
        return year === null || genre === undefined ? [] : [{ year, name, count: genre.movie_count }];
      }),
    );
}
