import type { Measures } from '../../model/api/measures.ts';
import type { MeasureRow } from '../../model/data/statistics.ts';

/** The measures from exact sums and counts. Each average is divided once and rounded once. */
export function measuresOf(row: MeasureRow): Measures {
  return {
    movie_count: row.movie_count,
    movies_with_budget: row.movies_with_budget,
    movies_with_revenue: row.movies_with_revenue,
    movies_with_both: row.movies_with_both,
    total_budget: row.total_budget,
    total_revenue: row.total_revenue,
    total_profit: row.total_profit,
    known_profit: row.known_profit,
    average_popularity: decimal(averagePopularity(row)),
    average_vote: decimal(averageVote(row)),
  };
}

/** The result is in millionths, as for the functions below. */
export function averagePopularity({ popularity_sum, popularity_count }: MeasureRow): bigint | null {
  return quotientHalfUp(popularity_sum, 1000n * BigInt(popularity_count));
}

export function averageVote({ weighted_votes_low, weighted_votes_high, votes }: MeasureRow): bigint | null {
  return quotientHalfUp(weighted_votes_low + weighted_votes_high * 10_000_000n, 1000n * votes);
}

export function returnOnBudget({ known_profit, known_budget }: MeasureRow): bigint | null {
  return quotientHalfUp(1_000_000n * known_profit, known_budget);
}

/** A quotient rounded half up to a whole number; null for the divisor 0. The divisor must not be negative. */
export function quotientHalfUp(dividend: bigint, divisor: bigint): bigint | null {
  if (divisor === 0n) return null;
  const [doubled, twice] = [2n * dividend + divisor, 2n * divisor];
  // Bigint division truncates towards 0, which is too high for a negative quotient.
  return doubled < 0n && doubled % twice !== 0n ? doubled / twice - 1n : doubled / twice;
}

/** Millionths as a number for a document. */
export function decimal(units: bigint | null): number | null {
  if (units === null) return null;
  const digits = String(units < 0n ? -units : units).padStart(7, '0');
  return Number(`${units < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`);
}
