import { averageInMillionths, BILLION, divideHalfUp, toDouble } from './numbers.ts';
import type { Movie } from './rows.ts';

/** The flat block of measures. Whole numbers are bigints, averages the doubles that their six decimals name. */
export interface Measures {
  readonly movie_count: bigint;
  readonly movies_with_budget: bigint;
  readonly movies_with_revenue: bigint;
  readonly movies_with_both: bigint;
  readonly total_budget: bigint;
  readonly total_revenue: bigint;
  readonly total_profit: bigint;
  readonly known_profit: bigint;
  readonly average_popularity: number | null;
  readonly average_vote: number | null;
}

/** The average popularity in millionths, before it becomes a double: rankings compare this. */
export function popularityRank(movies: readonly Movie[]): bigint | null {
  let sum = 0n;
  let count = 0n;
  for (const { popularity } of movies) {
    if (popularity === null) continue;
    sum += popularity;
    count += 1n;
  }
  return averageInMillionths(sum, BILLION, count);
}

function averageVote(movies: readonly Movie[]): bigint | null {
  let weighted = 0n;
  let votes = 0n;
  for (const { voteAverage, voteCount } of movies) {
    if (voteAverage === null || voteCount === null) continue;
    weighted += voteAverage * voteCount;
    votes += voteCount;
  }
  return averageInMillionths(weighted, BILLION, votes);
}

const millionths = (average: bigint | null): number | null =>
  average === null ? null : toDouble(average, 6);

/** The measures of a group of distinct movies. */
export function measuresOf(movies: readonly Movie[]): Measures {
  const sums = { budgets: 0n, revenues: 0n, both: 0n, budget: 0n, revenue: 0n, profit: 0n, known: 0n };
  for (const { budget, revenue } of movies) {
    sums.budget += budget ?? 0n;
    sums.revenue += revenue ?? 0n;
    if (budget !== null && budget > 0n) sums.budgets += 1n;
    if (revenue !== null && revenue > 0n) sums.revenues += 1n;
    if (budget === null || revenue === null) continue;
    sums.profit += revenue - budget;
    if (budget > 0n && revenue > 0n) {
      sums.both += 1n;
      sums.known += revenue - budget;
    }
  }
  return {
    movie_count: BigInt(movies.length),
    movies_with_budget: sums.budgets,
    movies_with_revenue: sums.revenues,
    movies_with_both: sums.both,
    total_budget: sums.budget,
    total_revenue: sums.revenue,
    total_profit: sums.profit,
    known_profit: sums.known,
    average_popularity: millionths(popularityRank(movies)),
    average_vote: millionths(averageVote(movies)),
  };
}

/** All that is divided, in millionths; null over nothing. */
export function quotientsOf(movies: readonly Movie[]) {
  let budgets = 0n;
  let revenues = 0n;
  for (const { budget, revenue } of movies) {
    if (budget === null || revenue === null || budget === 0n || revenue === 0n) continue;
    budgets += budget;
    revenues += revenue;
  }
  return {
    average_popularity: popularityRank(movies),
    average_vote: averageVote(movies),
    // A million more on both sides of a loss: the quotient is not negative then, and a whole number is taken off again.
    return_on_budget: budgets === 0n ? null : divideHalfUp(1_000_000n * revenues, budgets) - 1_000_000n,
  };
}

/** Movies by each of their keys; a movie is once in each group. */
export function groupBy<Key>(
  movies: readonly Movie[],
  keysOf: (movie: Movie) => readonly Key[],
): Map<Key, Movie[]> {
  const groups = new Map<Key, Movie[]>();
  for (const movie of movies) {
    for (const key of new Set(keysOf(movie))) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [movie]);
      else group.push(movie);
    }
  }
  return groups;
}

export const genresOf = (movie: Movie): bigint[] => movie.genres.map(({ id }) => id);
export const companiesOf = (movie: Movie): bigint[] => movie.companies.map(({ id }) => id);
export const yearOf = (movie: Movie): (bigint | null)[] => [movie.year];
/** The first year of the movie's decade. */
export const decadeOf = ({ year }: Movie): (bigint | null)[] => [year === null ? null : (year / 10n) * 10n];
