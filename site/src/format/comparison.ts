/** How many genres can be told apart in one chart. */
export const MOST_COMPARED = 6;

/** How many genres are compared where the address names none. */
const FIRST_COMPARED = 3;

/**
 * The slugs that an address compares: `?compare=drama,comedy`. Unknown, repeated and surplus ones are left out; an
 * address without `compare` has the genres with most movies.
 */
export function comparedSlugs(
  query: string | undefined,
  genres: readonly { readonly slug: string; readonly movie_count: number }[],
): string[] {
  if (query === undefined) {
    const largest = genres.toSorted((a, b) => b.movie_count - a.movie_count);
    return largest.slice(0, FIRST_COMPARED).map(({ slug }) => slug);
  }
  const existing = new Set(genres.map(({ slug }) => slug));
  return [...new Set(query.split(','))].filter((slug) => existing.has(slug)).slice(0, MOST_COMPARED);
}

/** The address that compares these genres. */
export const compareHref = (slugs: readonly string[]): string => `/genre?compare=${slugs.join(',')}`;

/**
 * Which of the `MOST_COMPARED` colours each slug has, from 1: a slug that stays keeps its colour while others come and
 * go, so that nobody has to learn the chart anew.
 */
export function colours(slugs: readonly string[], before: ReadonlyMap<string, number>): Map<string, number> {
  const kept = new Map(
    slugs.flatMap((slug) => (before.has(slug) ? [[slug, before.get(slug)!] as const] : [])),
  );
  const taken = new Set(kept.values());
  const free = Array.from({ length: MOST_COMPARED }, (_, index) => index + 1).filter(
    (colour) => !taken.has(colour),
  );
  return new Map(slugs.map((slug) => [slug, kept.get(slug) ?? free.shift()!]));
}
