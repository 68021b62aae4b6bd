/**
 * The statistics that aggregate computes and publish reads: one SQL file and one Parquet object each, with rows in the order of the
 * SQL. Sums are bigints, because they can exceed the exact range of a number.
 */

import type { MovieEntry } from '../api/fields.ts';

/** The sums and counts behind a block of measures. */
export interface MeasureRow {
  readonly movie_count: number;
  readonly movies_with_budget: number;
  readonly movies_with_revenue: number;
  readonly movies_with_both: number;
  /** US dollars, whole. */
  readonly total_budget: bigint;
  readonly total_revenue: bigint;
  readonly total_profit: bigint;
  readonly known_profit: bigint;
  readonly known_budget: bigint;
  readonly popularity_count: number;
  /** Billionths. */
  readonly popularity_sum: bigint;
  readonly votes: bigint;
  /** Sums of vote_average × vote_count in billionths, for the last seven digits of vote_count and for its other digits. */
  readonly weighted_votes_low: bigint;
  readonly weighted_votes_high: bigint;
}

interface Named {
  readonly id: number;
  readonly name: string;
}
interface InYear {
  /** Null for movies without a release date. */
  readonly year: number | null;
}
interface InGenre {
  readonly genre_id: number;
}
interface InCompany {
  readonly company_id: number;
}

/** The row type of every statistic. */
export interface StatisticRows {
  totals: MeasureRow & {
    readonly year_count: number;
    readonly genre_count: number;
    readonly company_count: number;
  };
  years: MeasureRow & InYear;
  decades: MeasureRow & { readonly decade: number | null };
  genres: MeasureRow & Named;
  genre_years: MeasureRow & InGenre & InYear;
  genre_companies: MeasureRow & InGenre & Named;
  genre_movies: MovieEntry & InGenre;
  year_companies: MeasureRow & InYear & Named;
  year_movies: MovieEntry & InYear;
  companies: MeasureRow & Named;
  company_pages: MeasureRow & Named & { readonly page: number };
  company_years: MeasureRow & InCompany & InYear;
  company_year_genres: InCompany & InYear & InGenre & { readonly movie_count: number };
  company_movies: MovieEntry & InCompany;
}

/** Every statistic, in the order in which aggregate computes them. */
export const STATISTIC_NAMES = [
  'totals',
  'years',
  'decades',
  'genres',
  'genre_years',
  'genre_companies',
  'genre_movies',
  'year_companies',
  'year_movies',
  'companies',
  'company_pages',
  'company_years',
  'company_year_genres',
  'company_movies',
] as const satisfies readonly (keyof StatisticRows)[];
export type StatisticName = (typeof STATISTIC_NAMES)[number];
