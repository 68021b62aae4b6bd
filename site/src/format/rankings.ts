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
  company: 'Production companies',
};

interface Ranked {
  readonly title: string;
  readonly kind: Kind;
  readonly definition: string;
}

/** Returns the title, format and definition of a measure for rankings. */
export const rankedMeasure = (measure: RankedMeasure): Ranked =>
  measure === 'return_on_budget' ? RETURN_ON_BUDGET : MEASURES[measure];

const RETURN_ON_BUDGET: Ranked = {
  title: 'Return on budget',
  kind: 'ratio',
  definition: 'Known profit divided by the budget of the same movies.',
};

/** Returns the address of the page of a ranking. */
export const rankingHref = (group: RankingGroup, measure: RankedMeasure): string =>
  `/ranking/${group}/${measure.replaceAll('_', '-')}`;

const MINIMUMS: Readonly<Record<Minimum['field'], (least: number) => string>> = {
  movie_count: (least) => `at least ${count(least)} movies`,
  movies_with_both: (least) => `at least ${count(least)} movies with known budget and revenue`,
  known_budget: (least) => `a total budget of at least ${moneyInFull(least)}`,
};

/** Returns the minimums that a group must reach to be ranked, as phrases. */
export const minimumsInWords = (minimums: readonly Minimum[]): string[] =>
  minimums.map(({ field, at_least }) => MINIMUMS[field](at_least));
