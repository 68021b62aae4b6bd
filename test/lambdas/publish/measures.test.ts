import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, measuresOf, quotientHalfUp, returnOnBudget } from '../../../lambdas/publish/measures.ts';

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

/** The mean of values that sum up to `sum` billionths. */
const average = (sum: bigint, count: bigint): number | null => decimal(quotientHalfUp(sum, 1000n * count));

describe('Averages', () => {
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

  it('differ from the exact value by at most half a millionth', () => {
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

describe('A quotient', () => {
  it.each([
    [1n, 2n, 1n],
    [-1n, 2n, 0n],
    [-3n, 2n, -1n],
    [-2n, 3n, -1n],
    [-1n, 3n, 0n],
    [-4n, 2n, -2n],
    [0n, 5n, 0n],
    [7n, 0n, null],
  ])('%s / %s is rounded half up to %s', (dividend, divisor, expected) => {
    expect(quotientHalfUp(dividend, divisor)).toBe(expected);
  });

  it('is rounded in the same way below and above zero', () => {
    const whole = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    fc.assert(
      fc.property(
        whole,
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        fc.integer(),
        (dividend, divisor, shift) => {
          const moved = quotientHalfUp(dividend + BigInt(shift) * divisor, divisor);
          expect(moved).toBe(quotientHalfUp(dividend, divisor)! + BigInt(shift));
        },
      ),
    );
  });

  it.each([
    [-1n, -0.000001],
    [-671_198n, -0.671198],
    [-1_500_000n, -1.5],
    [0n, 0],
    [12_000_001n, 12.000001],
  ])('of %s millionths is written as %s', (units, expected) => {
    expect(decimal(units)).toBe(expected);
  });
});

describe('The return on budget', () => {
  it('is the profit or loss per dollar of known budget', () => {
    const of = (known_profit: bigint, known_budget: bigint) =>
      decimal(returnOnBudget({ ...row, known_profit, known_budget }));
    expect(of(5n, 10n)).toBe(0.5);
    expect(of(-10n, 10n)).toBe(-1);
    expect(of(-1n, 2_000_000n)).toBe(0);
    expect(of(-3n, 2_000_000n)).toBe(-0.000001);
    expect(of(0n, 0n)).toBeNull();
  });
});

describe('Measures', () => {
  it('keep totals that exceed the exact range of a double', () => {
    expect(measuresOf(row).total_budget).toBe(9_007_199_254_740_993n);
  });

  it('add the two parts of the weighted votes', () => {
    expect(measuresOf(row).average_vote).toBe(7.5);
  });
});
