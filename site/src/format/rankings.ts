import type { DocumentAt } from '../api/documents.ts';
import { type Kind, MEASURES } from './measures.ts';
import { count, moneyInFull } from './numbers.ts';

export type RankingLink = DocumentAt<'/v1/stats/ranking'>['rankings'][number];
export type RankingGroup = RankingLink['group'];
export type RankedMeasure = RankingLink['measure'];
type Minimum = RankingLink['minimums'][number];

export const GROUP_TITLES: Readonly<Record<RankingGroup, string>> = {
  year: 'Years',
  genre: 'Genres',
  company: 'Companies',
};

/** What is ranked by, as a title, and how it is written. */
export function rankedMeasure(measure: RankedMeasure): { readonly title: string; readonly kind: Kind } {
  return measure === 'return_on_budget' ? { title: 'Return on budget', kind: 'ratio' } : MEASURES[measure];
}

/** The address of a ranking's page. */
export const rankingHref = (group: RankingGroup, measure: RankedMeasure): string =>
  `/ranking/${group}/${measure.replaceAll('_', '-')}`;

const FIELDS: Readonly<Record<Minimum['field'], (least: number) => string>> = {
  movie_count: (least) => `at least ${count(least)} movies`,
  movies_with_both: (least) => `at least ${count(least)} movies with budget and revenue known`,
  known_budget: (least) => `budgets of at least ${moneyInFull(least)} in all`,
};

/** What a group must have to be ranked, in words; none where nothing is asked. */
export const minimumsInWords = (minimums: readonly Minimum[]): string[] =>
  minimums.map(
    ({ field, at_least }) => FIELDS[field]?.(at_least) ?? `${field} of at least ${count(at_least)}`,
  );
