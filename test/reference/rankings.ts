import type { Json } from './documents.ts';
import { type Measures, measuresOf, quotientsOf } from './groups.ts';
import { toDouble } from './numbers.ts';
import { ascending, descending, inOrder } from './order.ts';
import type { Movie } from './rows.ts';

/** The rankings a second time, without their titles and sentences. */

const MOST = 100;

/** By what is ranked, and what a group must have at least. */
const RANKED: readonly (readonly [
  measure: string,
  minimums: readonly (readonly [field: string, least: bigint])[],
])[] = [
  ['movie_count', []],
  ['movies_with_budget', []],
  ['movies_with_revenue', []],
  ['movies_with_both', []],
  ['total_budget', []],
  ['total_revenue', []],
  ['total_profit', []],
  ['known_profit', []],
  ['average_popularity', [['movie_count', 10n]]],
  ['average_vote', [['movie_count', 10n]]],
  [
    'return_on_budget',
    [
      ['movies_with_both', 5n],
      ['known_budget', 1_000_000n],
    ],
  ],
];

/** What is ranked: how documents name it, what decides between equal values, its movies. */
export interface Group {
  readonly name: Name;
  readonly place: bigint;
  readonly movies: readonly Movie[];
}

type Name = { readonly [field: string]: Json };

type Ranking = {
  readonly measure: string;
  readonly minimums: readonly { readonly field: string; readonly at_least: bigint }[];
  readonly entries: readonly Json[];
};

/** Every ranking of these groups, by the last segment of its path. */
export function rankingsOf(groups: readonly Group[]): Map<string, Ranking> {
  const all = groups.map(figuresOf);
  return new Map(
    RANKED.map(([measure, minimums]) => {
      const entries = all
        .filter(({ exact }) => exact[measure] !== null)
        .filter(({ exact }) => minimums.every(([field, least]) => exact[field]! >= least))
        .toSorted(
          inOrder(
            descending(({ exact }) => exact[measure]!),
            ascending(({ group }) => group.place),
          ),
        )
        .slice(0, MOST)
        .map(({ group, figures, measures }, index) => ({
          rank: BigInt(index + 1),
          value: { ...measures, ...figures }[measure as keyof Measures],
          ...figures,
          ...group.name,
          ...measures,
        }));
      const document = {
        measure,
        minimums: minimums.map(([field, at_least]) => ({ field, at_least })),
        entries,
      };
      return [measure.replaceAll('_', '-'), document];
    }),
  );
}

function figuresOf(group: Group) {
  const measures = measuresOf(group.movies);
  const quotients = quotientsOf(group.movies);
  const both = group.movies.filter(({ budget, revenue }) => (budget ?? 0n) > 0n && (revenue ?? 0n) > 0n);
  const known_budget = both.reduce((sum, { budget }) => sum + budget!, 0n);
  const known_revenue = both.reduce((sum, { revenue }) => sum + revenue!, 0n);
  const { return_on_budget } = quotients;
  return {
    group,
    measures,
    figures: {
      known_budget,
      known_revenue,
      return_on_budget: return_on_budget === null ? null : toDouble(return_on_budget, 6),
    },
    /** Averages and the return in millionths: rankings compare these. */
    exact: { ...measures, known_budget, ...quotients } as Readonly<Record<string, bigint | null>>,
  };
}
