import type { Measures } from '../api/documents.ts';
import { count, counted, percent } from './numbers.ts';

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

/** From which years movies are, after their noun: ` released between 1874 and 2020`, ` released in 1995`, or nothing. */
export function releasedIn(years: readonly number[]): string {
  const [first, last] = [years[0], years.at(-1)];
  if (first === undefined) return '';
  return first === last ? ` released in ${first}` : ` released between ${first} and ${last}`;
}

/** From this share on it is no longer "only" some of which a thing is known. */
const NEARLY_ALL = 0.9;

/** For what part of a whole something is known: `only 12%`, `95%`. */
export const shareKnown = (part: number, whole: number): string =>
  `${part < whole * NEARLY_ALL ? 'only ' : ''}${percent(part, whole)}`;
