import type { MovieEntry } from '../../model/documents.ts';
import type { Measures } from '../../model/measures.ts';
import type { MeasureRow, MovieRow } from '../../model/statistics.ts';

/** The measures from their exact sums and counts: each average is divided once and rounded once. */
export function measuresOf(row: MeasureRow): Measures {
  const votes = BigInt(row.votes);
  const weighted = nanos(row.weighted_votes_low) + nanos(row.weighted_votes_high) * 10_000_000n;
  return {
    movie_count: row.movie_count,
    movies_with_budget: row.movies_with_budget,
    movies_with_revenue: row.movies_with_revenue,
    movies_with_both: row.movies_with_both,
    total_budget: BigInt(row.total_budget),
    total_revenue: BigInt(row.total_revenue),
    total_profit: BigInt(row.total_profit),
    known_profit: BigInt(row.known_profit),
    average_popularity: average(nanos(row.popularity_sum), BigInt(row.popularity_count)),
    average_vote: average(weighted, votes),
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

/** Nine decimals as text → billionths. */
function nanos(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
}

/** The mean of `count` values that sum up to `sum` billionths, to six decimals, half up; null over nothing. */
export function average(sum: bigint, count: bigint): number | null {
  if (count === 0n) return null;
  const divisor = count * 1000n;
  const millionths = String((2n * sum + divisor) / (2n * divisor)).padStart(7, '0');
  return Number(`${millionths.slice(0, -6)}.${millionths.slice(-6)}`);
}
