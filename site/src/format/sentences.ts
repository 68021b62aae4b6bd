import type { Measures } from '../api/documents.ts';
import { count, counted } from './numbers.ts';

/** A list in a sentence: `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words);

/** For how many movies of a group the money is known: `Budget known for 4 of 14 movies, revenue for 2, both for 2.` */
export function coverage(group: Measures): string {
  const { movie_count: all, movies_with_budget: budget, movies_with_revenue: revenue } = group;
  if (budget === 0 && revenue === 0) return 'Neither budget nor revenue is known of any of them.';
  return `Budget known for ${count(budget)} of ${counted(all, 'movie')}, revenue for ${count(revenue)}, both for ${count(group.movies_with_both)}.`;
}

/** The address of the page of a release year; null is the movies without a release date. */
export const yearHref = (year: number | null): string => `/year/${year ?? 'unknown'}`;

/** A release year as a heading or link says it. */
export const yearName = (year: number | null): string => (year === null ? 'Unknown year' : String(year));
