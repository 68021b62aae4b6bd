import type { Measures } from '../api/documents.ts';
import { count, decimal, money, moneyInFull } from './numbers.ts';

/** What a figure is counted in, which decides how it is written. */
export type Kind = 'money' | 'count' | 'popularity' | 'vote' | 'ratio';

export type MeasureName = keyof Measures;

/** How the website calls a measure, and what it means. */
export interface Measure {
  readonly name: MeasureName;
  readonly title: string;
  readonly kind: Kind;
  readonly definition: string;
}

/** Every measure of the flat block, by its field. */
export const MEASURES: Readonly<Record<MeasureName, Measure>> = Object.fromEntries(
  (
    [
      ['movie_count', 'Movies', 'count', 'How many different movies are in the group.'],
      [
        'movies_with_budget',
        'Budget known',
        'count',
        'How many of them have a budget above 0. In this dataset 0 means that it isn’t known.',
      ],
      ['movies_with_revenue', 'Revenue known', 'count', 'How many of them have a revenue above 0.'],
      [
        'movies_with_both',
        'Both known',
        'count',
        'How many of them have both: only these tell what was earned.',
      ],
      ['total_budget', 'Budget', 'money', 'The sum of all budgets that are known.'],
      ['total_revenue', 'Revenue', 'money', 'The sum of all revenues that are known.'],
      [
        'known_profit',
        'Known profit',
        'money',
        'Revenue minus budget, summed over the movies that have both.',
      ],
      [
        'total_profit',
        'Total profit',
        'money',
        'Revenue minus budget, summed wherever both columns are filled, unknown zeros included. A movie whose revenue is unknown counts as a loss of its whole budget.',
      ],
      [
        'average_popularity',
        'Popularity',
        'popularity',
        'The mean of the dataset’s popularity score over the movies that have one. The score has no unit and no upper end.',
      ],
      [
        'average_vote',
        'Vote',
        'vote',
        'The mean of the votes on a scale from 0 to 10, each movie weighing as much as it has votes.',
      ],
    ] as const
  ).map(([name, title, kind, definition]) => [name, { name, title, kind, definition }]),
) as Record<MeasureName, Measure>;

/** A figure in short, as its kind is written. */
export function figure(kind: Kind, value: number): string {
  if (kind === 'money') return money(value);
  if (kind === 'count') return count(value);
  if (kind === 'ratio') return `${decimal(value, value >= 100 ? 0 : 2)}×`;
  return decimal(value, kind === 'vote' ? 1 : 2);
}

/** A figure with everything that is known of it, where that is more than `figure` shows. */
export function figureInFull(kind: Kind, value: number): string | undefined {
  if (kind === 'money') return moneyInFull(value);
  return kind === 'count' ? undefined : String(value);
}

/**
 * A measure of a group, or undefined where the group has none: sums over nothing are 0 in the API, which is no amount.
 */
export function known(measures: Measures, name: MeasureName): number | undefined {
  const over: Partial<Record<MeasureName, number>> = {
    total_budget: measures.movies_with_budget,
    total_revenue: measures.movies_with_revenue,
    known_profit: measures.movies_with_both,
    total_profit: measures.movies_with_budget + measures.movies_with_revenue,
  };
  return over[name] === 0 ? undefined : (measures[name] ?? undefined);
}
