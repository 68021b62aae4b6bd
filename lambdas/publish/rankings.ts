import { ENDPOINTS, pathOf } from '../../model/api/endpoints.ts';
import { RANKING_LENGTH } from '../../model/api/limits.ts';
import type { Measures } from '../../model/api/measures.ts';
import type { RankingsDocument } from '../../model/api/ranking-documents.ts';
import {
  RANKED_GROUPS,
  type RankedGroup,
  type RankedMeasure,
  type Ranking,
  rankingsOf,
} from '../../model/api/rankings.ts';
import type { MeasureRow, StatisticRows } from '../../model/data/statistics.ts';
import type { GenreName, Genres } from './genres.ts';
import { averagePopularity, averageVote, decimal, measuresOf, returnOnBudget } from './measures.ts';

/** Rankings are computed in one pass over the groups. Only the first hundred entries of each are in memory. */

/** The endpoint of each kind of group. */
export const RANKING_ENDPOINTS = {
  year: ENDPOINTS.yearRanking,
  genre: ENDPOINTS.genreRanking,
  company: ENDPOINTS.companyRanking,
} as const satisfies Record<RankedGroup, unknown>;

/** The list of all rankings. */
export function rankingsDocument(): RankingsDocument {
  return {
    rankings: RANKED_GROUPS.flatMap((group) =>
      rankingsOf(group).map(({ segment, minimums, ...ranking }) => ({
        ...ranking,
        minimums: [...minimums],
        path: pathOf(RANKING_ENDPOINTS[group], segment),
      })),
    ),
  };
}

/** Makes the rankings of one kind of group; groups are added in any order. */
export interface RankingGatherer<Name> {
  /** Of groups with equal values, the one with the smaller `place` comes first. */
  add(row: MeasureRow, name: Name, place: number): void;
  /** The documents by the measure's path segment. */
  documents(): (readonly [segment: string, content: object])[];
}

/** Creates a gatherer for groups that are identified by the fields of `Name`. */
export function gatherRankings<Name extends object>(group: RankedGroup): RankingGatherer<Name> {
  const lists = rankingsOf(group).map((ranking) => ({ ranking, first: [] as Ranked<Name>[] }));
  return {
    add(row, name, place) {
      const figures = figuresOf(row);
      for (const { ranking, first } of lists) {
        const value = figures[ranking.measure];
        if (value !== null && ranks(figures, ranking)) insert(first, { value, row, name, place });
      }
    },
    documents: () =>
      lists
        .map(({ ranking, first }) => {
          const { segment, ...head } = ranking;
          const entries = first.map((ranked, index) => entryOf(ranked, ranking.measure, index + 1));
          return [segment, { ...head, entries }] as const;
        })
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  };
}

/** The rankings of the release years; the unknown year is not ranked. */
export function yearRankings(years: readonly StatisticRows['years'][]): RankingGatherer<{ year: number }> {
  const rankings = gatherRankings<{ year: number }>('year');
  for (const row of years) if (row.year !== null) rankings.add(row, { year: row.year }, row.year);
  return rankings;
}

/** The rankings of the genres. */
export function genreRankings(
  rows: readonly StatisticRows['genres'][],
  genres: Genres,
): RankingGatherer<GenreName> {
  const rankings = gatherRankings<GenreName>('genre');
  for (const row of rows) rankings.add(row, genres.name(row.id), row.id);
  return rankings;
}

/** The exact values of a group: quotients in millionths, rounded. */
type Figures = Readonly<Record<RankedMeasure, bigint | number | null>> & { readonly known_budget: bigint };

const figuresOf = (row: MeasureRow): Figures => ({
  ...row,
  average_popularity: averagePopularity(row),
  average_vote: averageVote(row),
  return_on_budget: returnOnBudget(row),
});

const ranks = (figures: Figures, { minimums }: Ranking): boolean =>
  minimums.every(({ field, at_least }) => figures[field]! >= at_least);

interface Ranked<Name> {
  readonly value: bigint | number;
  readonly row: MeasureRow;
  readonly name: Name;
  readonly place: number;
}

const isBefore = (a: Ranked<unknown>, b: Ranked<unknown>): boolean =>
  a.value > b.value || (a.value === b.value && a.place < b.place);

/** Inserts a group into the first entries if its value is high enough. */
function insert<Name>(first: Ranked<Name>[], ranked: Ranked<Name>): void {
  const last = first[RANKING_LENGTH - 1];
  if (last !== undefined && !isBefore(ranked, last)) return;
  first.splice(first.findLastIndex((other) => isBefore(other, ranked)) + 1, 0, ranked);
  first.length = Math.min(first.length, RANKING_LENGTH);
}

function entryOf<Name extends object>({ row, name }: Ranked<Name>, measure: RankedMeasure, rank: number) {
  const measures: Measures = measuresOf(row);
  const return_on_budget = decimal(returnOnBudget(row));
  return {
    rank,
    value: { ...measures, return_on_budget }[measure],
    known_budget: row.known_budget,
    known_revenue: row.known_budget + row.known_profit,
    return_on_budget,
    ...name,
    ...measures,
  };
}
