import type { DocumentAt } from '../api/documents.ts';
import { type Kind, MEASURES } from './measures.ts';

export type RankingLink = DocumentAt<'/v1/stats/ranking'>['rankings'][number];
export type RankingGroup = RankingLink['group'];
export type RankedMeasure = RankingLink['measure'];

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
