import type { Measures } from '../api/documents.ts';
import { count, decimal, money, moneyInFull } from './numbers.ts';

/** The kind of a figure, which determines its format. */
export type Kind = 'money' | 'count' | 'popularity' | 'vote' | 'ratio';

export type MeasureName = keyof Measures;

/** The title and definition of a measure. */
export interface Measure {
  readonly name: MeasureName;
  readonly title: string;
  readonly kind: Kind;
  readonly definition: string;
}

/** All measures by field. */
export const MEASURES: Readonly<Record<MeasureName, Measure>> = Object.fromEntries(
  (
    [
      ['movie_count', 'Movies', 'count', 'The number of movies in the group.'],
      [
        'movies_with_budget',
        'Budget known',
        'count',
        'The number of movies with a budget above 0. In this dataset 0 means unknown.',
      ],
      [
        'movies_with_revenue',
        'Revenue known',
        'count',
        'The number of movies with a revenue above 0. In this dataset 0 means unknown.',
      ],
      [
        'movies_with_both',
        'Both known',
        'count',
        'The number of movies with a known budget and a known revenue. Known profit includes only these movies.',
      ],
      ['total_budget', 'Budget', 'money', 'The sum of all known budgets.'],
      ['total_revenue', 'Revenue', 'money', 'The sum of all known revenues.'],
      [
        'known_profit',
        'Known profit',
        'money',
        'The sum of revenue minus budget over the movies with both known.',
      ],
      [
        'total_profit',
        'Total profit',
        'money',
        'The sum of revenue minus budget over all movies, where a 0 counts as an amount. A movie with unknown revenue counts as a loss of its whole budget.',
      ],
      [
        'average_popularity',
        'Popularity',
        'popularity',
        'The mean popularity score of the movies that have one. The score comes from the dataset. It has no unit and no upper limit.',
      ],
      [
        'average_vote',
        'Vote',
        'vote',
        'The mean vote on a scale from 0 to 10, weighted by the number of votes of each movie.',
      ],
    ] as const
  ).map(([name, title, kind, definition]) => [name, { name, title, kind, definition }]),
) as Record<MeasureName, Measure>;

/** Formats a figure, rounded for reading. */
export function figure(kind: Kind, value: number): string {
  if (kind === 'money') return money(value);
  if (kind === 'count') return count(value);
  if (kind === 'ratio') return `${decimal(value, value >= 100 ? 0 : 2)}×`;
  return decimal(value, kind === 'vote' ? 1 : 2);
}

/** Formats a figure without rounding. Returns undefined for counts, which `figure` doesn't round. */
export function figureInFull(kind: Kind, value: number): string | undefined {
  if (kind === 'money') return moneyInFull(value);
  return kind === 'count' ? undefined : String(value);
}

/**
 * Returns a measure of a group, or undefined if it is unknown. The API returns 0 for a sum over no movies, which is not a
 * known amount.
 */
export function known(measures: Measures, name: MeasureName): number | undefined {
  const movies: Partial<Record<MeasureName, number>> = {
    total_budget: measures.movies_with_budget,
    total_revenue: measures.movies_with_revenue,
    known_profit: measures.movies_with_both,
    total_profit: measures.movies_with_budget + measures.movies_with_revenue,
  };
  return movies[name] === 0 ? undefined : (measures[name] ?? undefined);
}
