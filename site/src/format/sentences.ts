import type { Measures } from '../api/documents.ts';
import { count, counted, percent } from './numbers.ts';

/** Joins words to a list in a sentence: `a`, `a and b`, `a, b and c`. */
export const listed = (words: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words);

/** States how many movies of a group have a known budget, a known revenue, and both. */
export function coverage(group: Measures): string {
  const { movie_count: all, movies_with_budget: budget, movies_with_revenue: revenue } = group;
  if (budget === 0 && revenue === 0) return 'No budget or revenue is known.';
  return `The budget is known for ${count(budget)} of ${counted(all, 'movie')}, the revenue for ${count(revenue)}, and both for ${count(group.movies_with_both)}.`;
}

/** Returns the address of the page of a release year. The year is null for movies without a release date. */
export const yearHref = (year: number | null): string => `/year/${year ?? 'unknown'}`;

/** Returns the name of a release year for headings and links. */
export const yearName = (year: number | null): string => (year === null ? 'Unknown year' : String(year));

/** Returns the address of the page of a decade. Movies without a release date have the page of the unknown year. */
export const decadeHref = (decade: number | null): string =>
  decade === null ? yearHref(null) : `/decade/${decade}`;

/** Returns the name of a decade for headings and links: `1990s`. */
export const decadeName = (decade: number | null): string =>
  decade === null ? yearName(null) : `${decade}s`;

/** Returns the decade of a year: 1990 for 1995. */
export const decadeOf = (year: number): number => Math.floor(year / 10) * 10;

/** Returns the range of release years as a phrase: ` released between 1874 and 2020`, ` released in 1995`, or nothing. */
export function releasedIn(years: readonly number[]): string {
  const [first, last] = [years[0], years.at(-1)];
  if (first === undefined) return '';
  return first === last ? ` released in ${first}` : ` released between ${first} and ${last}`;
}

/** The minimum share that is stated without "only". */
const NEARLY_ALL = 0.9;

/** Formats the share of movies with a known value: `only 12%`, `95%`. */
export const shareKnown = (part: number, whole: number): string =>
  `${part < whole * NEARLY_ALL ? 'only ' : ''}${percent(part, whole)}`;
