/**
 * The computed statistics between aggregate and publish: one SQL file each, one Parquet object each, in the order that
 * the SQL names. Sums are bigints, because they can pass what a number keeps.
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
  /** Sums of vote_average times the vote_count's last seven digits, and times what stands before them; billionths. */
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

/** The rows of every statistic, by its name. */
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

/** Every statistic, as aggregate computes them one after the other. */
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
