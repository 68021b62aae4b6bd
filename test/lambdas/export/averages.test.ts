import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AVERAGES } from '../../../lambdas/export/averages.ts';
import { measuresOf } from '../../../lambdas/publish/measures.ts';
import type { MeasureRow } from '../../../model/data/statistics.ts';

/** A movie's votes: an average below 10^15 in billionths, and how often it counts. */
type Votes = readonly [average: bigint, count: bigint];

const SPLIT = 10_000_000n;
const MOST_AVERAGE = 10n ** 24n - 1n;
const MOST_COUNT = 10n ** 15n - 1n;

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  for (const macro of AVERAGES) await connection.run(macro);
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** Billionths as SQL writes them. */
function decimal(billionths: bigint): string {
  const digits = String(billionths).padStart(10, '0');
  return `cast('${digits.slice(0, -9)}.${digits.slice(-9)}' as decimal(38, 9))`;
}

async function bySql(rows: readonly (readonly [low: bigint, high: bigint, count: bigint])[]) {
  const values = rows.map(
    ([low, high, count]) => `(${decimal(low)}, ${decimal(high)}, cast('${count}' as decimal(38, 0)))`,
  );
  const result = await connection.runAndReadAll(
    `select average(low, high, votes) from (values ${values.join(', ')}) sums(low, high, votes)`,
  );
  return result.getRows().map(([value]) => value);
}

const sum = (items: readonly bigint[]): bigint => items.reduce((total, item) => total + item, 0n);

/** The sums of votes as the statistics have them. */
function sumsOf(votes: readonly Votes[]): readonly [low: bigint, high: bigint, count: bigint] {
  return [
    sum(votes.map(([value, count]) => value * (count % SPLIT))),
    sum(votes.map(([value, count]) => value * (count / SPLIT))),
    sum(votes.map(([, count]) => count)),
  ];
}

const NOTHING = {
  movie_count: 0,
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
} satisfies MeasureRow;

const averagePopularity = (popularity_sum: bigint, popularity_count: number) =>
  measuresOf({ ...NOTHING, popularity_sum, popularity_count }).average_popularity;
const averageVote = ([weighted_votes_low, weighted_votes_high, votes]: readonly [bigint, bigint, bigint]) =>
  measuresOf({ ...NOTHING, weighted_votes_low, weighted_votes_high, votes }).average_vote;

describe('Averages computed in SQL', () => {
  it('are null over nothing', async () => {
    expect(await bySql([[0n, 0n, 0n]])).toEqual([null]);
  });

  it.each([
    ['nothing much', 0n, 3n, 0],
    ['a millionth', 1_000n, 1n, 0.000001],
    ['half a millionth, which goes up', 500n, 1n, 0.000001],
    ['just below half a millionth', 499n, 1n, 0],
    ['a third', 1_000_000_000n, 3n, 0.333333],
    ['two thirds', 2_000_000_000n, 3n, 0.666667],
  ])('of %s', async (_, billionths, count, expected) => {
    expect(await bySql([[billionths, 0n, count]])).toEqual([expected]);
  });

  it('equal those of the documents for any popularities', async () => {
    const popularities = fc.array(fc.bigInt({ min: 0n, max: MOST_AVERAGE }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(popularities, { minLength: 1, maxLength: 50 }), async (groups) => {
        const sums = groups.map((group) => [sum(group), group.length] as const);
        expect(await bySql(sums.map(([total, count]) => [total, 0n, BigInt(count)]))).toEqual(
          sums.map(([total, count]) => averagePopularity(total, count)),
        );
      }),
    );
  });

  it('equal those of the documents for any votes', async () => {
    const votes = fc.array(
      fc.tuple(
        fc.oneof(fc.bigInt({ min: 0n, max: MOST_AVERAGE }), fc.bigInt({ min: 0n, max: 10n ** 10n })),
        fc.oneof(fc.bigInt({ min: 0n, max: MOST_COUNT }), fc.bigInt({ min: 0n, max: 20_000n })),
      ),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(votes, { minLength: 1, maxLength: 50 }), async (groups) => {
        const sums = groups.map(sumsOf);
        expect(await bySql(sums)).toEqual(sums.map(averageVote));
      }),
    );
  });

  it('do not overflow for a million movies with the largest values', async () => {
    const [low, high, count] = sumsOf([[MOST_AVERAGE, MOST_COUNT]]);
    const sums = [low * 1_000_000n, high * 1_000_000n, count * 1_000_000n] as const;
    expect(await bySql([sums])).toEqual([averageVote(sums)]);
  });
});
