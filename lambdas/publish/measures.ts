import type { MovieEntry } from '../../model/fields.ts';
import type { Measures } from '../../model/measures.ts';
import type { MeasureRow, MovieRow } from '../../model/statistics.ts';

/** The measures from their exact sums and counts: each average is divided once and rounded once. */
export function measuresOf(row: MeasureRow): Measures {
  const { average_popularity, average_vote } = quotientsOf(row);
  return {
    movie_count: row.movie_count,
    movies_with_budget: row.movies_with_budget,
    movies_with_revenue: row.movies_with_revenue,
    movies_with_both: row.movies_with_both,
    total_budget: row.total_budget,
    total_revenue: row.total_revenue,
    total_profit: row.total_profit,
    known_profit: row.known_profit,
    average_popularity: decimal(average_popularity),
    average_vote: decimal(average_vote),
  };
}

/** All that is divided, in millionths, rounded half up; null over nothing. */
export function quotientsOf(row: MeasureRow) {
  const weighted = row.weighted_votes_low + row.weighted_votes_high * 10_000_000n;
  return {
    average_popularity: quotientHalfUp(row.popularity_sum, 1000n * BigInt(row.popularity_count)),
    average_vote: quotientHalfUp(weighted, 1000n * row.votes),
    return_on_budget: quotientHalfUp(1_000_000n * row.known_profit, row.known_budget),
  };
}

/** A movie as lists show it. */
export function movieEntry({ popularity, vote_average, ...movie }: MovieRow): MovieEntry {
  return {
    id: movie.id,
    title: movie.title,
    release_date: movie.release_date,
    budget: movie.budget,
    revenue: movie.revenue,
    profit: movie.profit,
    popularity: popularity === null ? null : Number(popularity),
    vote_average: vote_average === null ? null : Number(vote_average),
    vote_count: movie.vote_count,
  };
}

/** A quotient to the next whole number, of two equally near ones the larger; null where the divisor is 0, never below. */
export function quotientHalfUp(dividend: bigint, divisor: bigint): bigint | null {
  if (divisor === 0n) return null;
  const [doubled, twice] = [2n * dividend + divisor, 2n * divisor];
  // Bigints are cut off towards 0, which lies above a negative quotient.
  return doubled < 0n && doubled % twice !== 0n ? doubled / twice - 1n : doubled / twice;
}

/** Millionths as the number that a document has. */
export function decimal(units: bigint | null): number | null {
  if (units === null) return null;
  const digits = String(units < 0n ? -units : units).padStart(7, '0');
  return Number(`${units < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`);
}
