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

interface Ranked {
  readonly title: string;
  readonly kind: Kind;
  readonly definition: string;
}

/** What is ranked by: how it is called and written, and what it means. */
export const rankedMeasure = (measure: RankedMeasure): Ranked =>
  measure === 'return_on_budget' ? RETURN_ON_BUDGET : MEASURES[measure];

const RETURN_ON_BUDGET: Ranked = {
  title: 'Return on budget',
  kind: 'ratio',
  definition: 'Known profit for every dollar of budget, over the movies of which both are known.',
};

/** The address of a ranking's page. */
export const rankingHref = (group: RankingGroup, measure: RankedMeasure): string =>
  `/ranking/${group}/${measure.replaceAll('_', '-')}`;

const FIELDS: Readonly<Record<Minimum['field'], (least: number) => string>> = {
  movie_count: (least) => `${count(least)} movies or more`,
  movies_with_both: (least) => `budget and revenue known of ${count(least)} movies or more`,
  known_budget: (least) => `budgets of ${moneyInFull(least)} or more in all`,
};

/** What a group must have to be ranked, in words; none where nothing is asked. */
export const minimumsInWords = (minimums: readonly Minimum[]): string[] =>
  minimums.map(({ field, at_least }) => FIELDS[field](at_least));
