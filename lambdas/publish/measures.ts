import type { MovieEntry } from '../../model/documents.ts';
import type { Measures } from '../../model/measures.ts';
import type { MeasureRow, MovieRow } from '../../model/statistics.ts';

/** The measures from their exact sums and counts: each average is divided once and rounded once. */
export function measuresOf(row: MeasureRow): Measures {
  const weighted = row.weighted_votes_low + row.weighted_votes_high * 10_000_000n;
  return {
    movie_count: row.movie_count,
    movies_with_budget: row.movies_with_budget,
    movies_with_revenue: row.movies_with_revenue,
    movies_with_both: row.movies_with_both,
    total_budget: row.total_budget,
    total_revenue: row.total_revenue,
    total_profit: row.total_profit,
    known_profit: row.known_profit,
    average_popularity: average(row.popularity_sum, BigInt(row.popularity_count)),
    average_vote: average(weighted, row.votes),
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

/** The mean of `count` values that sum up to `sum` billionths, to six decimals, half up; null over nothing. */
export function average(sum: bigint, count: bigint): number | null {
  if (count === 0n) return null;
  const divisor = count * 1000n;
  const millionths = String((2n * sum + divisor) / (2n * divisor)).padStart(7, '0');
  return Number(`${millionths.slice(0, -6)}.${millionths.slice(-6)}`);
}
