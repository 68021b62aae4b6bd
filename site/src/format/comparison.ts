/** The largest number of genres in one chart. There are as many series colours. */
export const MOST_COMPARED = 6;

/** The number of genres compared by default. */
const DEFAULT_COMPARED = 3;

/**
 * Returns the slugs of the genres to compare: `?compare=drama,comedy`. Unknown, repeated and surplus slugs are ignored.
 * The default is the genres with most movies.
 */
export function comparedSlugs(
  query: string | undefined,
  genres: readonly { readonly slug: string; readonly movie_count: number }[],
): string[] {
  if (query === undefined) {
    const largest = genres.toSorted((a, b) => b.movie_count - a.movie_count);
    return largest.slice(0, DEFAULT_COMPARED).map(({ slug }) => slug);
  }
  const existing = new Set(genres.map(({ slug }) => slug));
  return [...new Set(query.split(','))].filter((slug) => existing.has(slug)).slice(0, MOST_COMPARED);
}

/** Returns the address of a comparison of genres. */
export const compareHref = (slugs: readonly string[]): string => `/genre?compare=${slugs.join(',')}`;

/**
 * Assigns each slug the number of a series colour, from 1. A slug that was in the previous comparison keeps its colour.
 */
export function colours(
  slugs: readonly string[],
  previous: ReadonlyMap<string, number>,
): Map<string, number> {
  const kept = new Map(
    slugs.flatMap((slug) => (previous.has(slug) ? [[slug, previous.get(slug)!] as const] : [])),
  );
  const taken = new Set(kept.values());
  const free = Array.from({ length: MOST_COMPARED }, (_, index) => index + 1).filter(
    (colour) => !taken.has(colour),
  );
  return new Map(slugs.map((slug) => [slug, kept.get(slug) ?? free.shift()!]));
}
