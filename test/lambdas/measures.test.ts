import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, measuresOf, quotientHalfUp } from '../../lambdas/publish/measures.ts';

/** The mean of values that sum up to `sum` billionths. */
const average = (sum: bigint, count: bigint): number | null => decimal(quotientHalfUp(sum, 1000n * count));

describe('averages', () => {
  it.each([
    ['half a millionth goes up', 1_000_001_000n, 2n, 0.500001],
    ['just below goes down', 1_000_000_999n, 2n, 0.5],
    ['a third', 1_000_000_000n, 3n, 0.333333],
    ['two thirds', 2_000_000_000n, 3n, 0.666667],
  ])('%s', (_case, sum, count, expected) => {
    expect(average(sum, count)).toBe(expected);
  });

  it('are null over nothing', () => {
    expect(average(0n, 0n)).toBeNull();
  });

  it('are never further from the truth than half a millionth', () => {
    const sums = fc.bigInt({ min: 0n, max: 10n ** 20n });
    fc.assert(
      fc.property(sums, fc.bigInt({ min: 1n, max: 10n ** 7n }), (sum, count) => {
        const millionths = BigInt(average(sum, count)!.toFixed(6).replace('.', ''));
        const error = millionths * count * 1000n - sum;
        // A double carries 15 digits for certain; larger averages are rounded by JSON's readers, not here.
        if (millionths < 10n ** 15n) expect(2n * (error < 0n ? -error : error) <= count * 1000n).toBe(true);
      }),
    );
  });
});

describe('measures', () => {
  const row = {
    movie_count: 1,
    movies_with_budget: 1,
    movies_with_revenue: 1,
    movies_with_both: 1,
    total_budget: 9_007_199_254_740_993n,
    total_revenue: 9_007_199_254_740_995n,
    total_profit: 2n,
    known_profit: 2n,
    known_budget: 9_007_199_254_740_993n,
    popularity_count: 1,
    popularity_sum: 999_999_999_999_999_123_456_789n,
    votes: 20_000_000n,
    weighted_votes_low: 0n,
    weighted_votes_high: 15_000_000_000n,
  };

  it('keep totals past what a double holds', () => {
    expect(measuresOf(row).total_budget).toBe(9_007_199_254_740_993n);
  });

  it('put the two halves of weighted votes together', () => {
    expect(measuresOf(row).average_vote).toBe(7.5);
  });
});
