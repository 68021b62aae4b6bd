import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatherRankings, rankingsDocument, yearRankings } from '../../../lambdas/publish/rankings.ts';
import { ALL_ENDPOINTS } from '../../../model/api/endpoints.ts';
import { measures } from '../../../model/api/measures.ts';
import { RANKED_MEASURES } from '../../../model/api/rankings.ts';
import type { MeasureRow } from '../../../model/data/statistics.ts';

/** A group of ten movies, of which nothing is known but this. */
const row = (known: Partial<MeasureRow> = {}): MeasureRow => ({
  movie_count: 10,
  movies_with_budget: 0,
  movies_with_revenue: 0,
  movies_with_both: 0,
  total_budget: 0n,
  total_revenue: 0n,
  total_profit: 0n,
  known_profit: 0n,
  known_budget: 0n,
  popularity_count: 0,
  popularity_sum: 0n,
  votes: 0n,
  weighted_votes_low: 0n,
  weighted_votes_high: 0n,
  ...known,
});

interface Entry {
  readonly id: number;
  readonly rank: number;
  readonly value: number | bigint;
}

/** The entries of one ranking of these groups, added in this order. */
function ranking(segment: string, rows: Readonly<Record<number, MeasureRow>>, order = Object.keys(rows)) {
  const rankings = gatherRankings<{ id: number }>('genre');
  for (const id of order) rankings.add(rows[Number(id)]!, { id: Number(id) }, Number(id));
  const document = new Map(rankings.documents()).get(segment) as { readonly entries: readonly Entry[] };
  return document.entries;
}

const ids = (entries: readonly Entry[]): number[] => entries.map(({ id }) => id);

describe('A ranking', () => {
  it('has the highest value first and equal values by the smaller id, for any order of input', () => {
    const values = fc.array(fc.bigInt({ min: -3n, max: 3n }), { minLength: 1, maxLength: 300, size: 'max' });
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.nat()), (profits, order) => {
        const rows = Object.fromEntries(
          profits.map((total_profit, index) => [index + 1, row({ total_profit })]),
        );
        const shuffled = Object.keys(rows)
          .map((id) => [order.next().value, id] as const)
          .toSorted(([a], [b]) => a - b);
        const expected = profits
          .map((profit, index) => ({ id: index + 1, value: profit }))
          .toSorted((a, b) => Number(b.value - a.value) || a.id - b.id)
          .slice(0, 100)
          .map((entry, index) => ({ ...entry, rank: index + 1 }));
        expect(
          ranking(
            'total-profit',
            rows,
            shuffled.map(([, id]) => id),
          ).map(({ id, value, rank }) => ({ id, value, rank })),
        ).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it('compares sums that exceed the exact range of a double', () => {
    const rows = {
      1: row({ total_revenue: 9_007_199_254_740_993n }),
      2: row({ total_revenue: 9_007_199_254_740_994n }),
    };
    expect(ids(ranking('total-revenue', rows))).toEqual([2, 1]);
  });

  it('compares rounded averages', () => {
    const popular = (popularity_sum: bigint) => row({ popularity_count: 10, popularity_sum });
    const rows = { 1: popular(10_000_000_001n), 2: popular(10_000_004_999n), 3: popular(10_000_005_000n) };
    const entries = ranking('average-popularity', rows);
    expect(ids(entries)).toEqual([3, 1, 2]);
    expect(entries.map(({ value }) => value)).toEqual([1.000001, 1, 1]);
  });

  it('omits groups without a value and averages over fewer than 10 movies', () => {
    const known = { popularity_count: 1, popularity_sum: 5n, votes: 1n, weighted_votes_low: 5n };
    const rows = { 1: row(known), 2: row({ ...known, movie_count: 9 }), 3: row() };
    expect(ids(ranking('average-popularity', rows))).toEqual([1]);
    expect(ids(ranking('average-vote', rows))).toEqual([1]);
    expect(ids(ranking('movie-count', rows))).toEqual([1, 3, 2]);
  });

  it('of the return on budget requires five movies and a million dollars', () => {
    const rows = {
      1: row({ movies_with_both: 5, known_budget: 1_000_000n, known_profit: 500_000n }),
      2: row({ movies_with_both: 4, known_budget: 1_000_000n, known_profit: 900_000n }),
      3: row({ movies_with_both: 5, known_budget: 999_999n, known_profit: 900_000n }),
      4: row({ movies_with_both: 5, known_budget: 3_000_000n, known_profit: -1_000_000n }),
    };
    expect(ranking('return-on-budget', rows)).toMatchObject([
      { id: 1, value: 0.5, return_on_budget: 0.5, known_budget: 1_000_000n, known_revenue: 1_500_000n },
      { id: 4, value: -0.333333, known_revenue: 2_000_000n },
    ]);
  });

  it('of years omits the unknown year', () => {
    const years = [
      { ...row(), year: 1995 },
      { ...row(), year: 1994 },
      { ...row(), year: null },
    ];
    const [, document] = yearRankings(years)
      .documents()
      .find(([segment]) => segment === 'movie-count')!;
    expect(document).toMatchObject({ entries: [{ year: 1994 }, { year: 1995 }] });
  });
});

describe('The list of rankings', () => {
  const { rankings } = rankingsDocument();

  it('has every group by every measure of the flat block, and by the return on budget', () => {
    expect(Object.keys(RANKED_MEASURES)).toEqual([...Object.keys(measures.shape), 'return_on_budget']);
    for (const group of ['year', 'genre', 'company']) {
      expect(rankings.filter((one) => one.group === group).map(({ measure }) => measure)).toEqual(
        Object.keys(RANKED_MEASURES),
      );
    }
    expect(rankings).toHaveLength(33);
  });

  it('has only paths of the API', () => {
    for (const { group, path } of rankings) {
      const endpoint = ALL_ENDPOINTS.find(({ name }) => name === `${group}Ranking`)!;
      expect(path.slice(0, path.lastIndexOf('/'))).toBe(
        endpoint.path.slice(0, endpoint.path.lastIndexOf('/')),
      );
      expect(path.split('/').at(-1)).toMatch(endpoint.parameter!.pattern);
    }
  });

  it('has distinct titles, and descriptions that state the minimums', () => {
    expect(new Set(rankings.map(({ title }) => title)).size).toBe(rankings.length);
    for (const { description, minimums } of rankings) {
      expect(description).toMatch(/^The .+; at most 100\.$/);
      expect(description.includes('or more')).toBe(minimums.length > 0);
    }
  });
});
