/**
 * The computed statistics between aggregate and publish: one SQL file each, one gzipped newline-delimited JSON object
 * each, in the order that the SQL names. Sums are text, because they can pass what a JSON number keeps.
 */

/** The sums and counts behind a block of measures. */
export interface MeasureRow {
  readonly movie_count: number;
  readonly movies_with_budget: number;
  readonly movies_with_revenue: number;
  readonly movies_with_both: number;
  /** US dollars, whole. */
  readonly total_budget: string;
  readonly total_revenue: string;
  readonly total_profit: string;
  readonly known_profit: string;
  readonly popularity_count: number;
  /** Nine decimals. */
  readonly popularity_sum: string;
  readonly votes: string;
  /** Sums of vote_average times the vote_count's last seven digits, and times what stands before them. */
  readonly weighted_votes_low: string;
  readonly weighted_votes_high: string;
}

/** A movie in a ranking; decimals are text with nine decimals. */
export interface MovieRow {
  readonly id: number;
  readonly title: string | null;
  readonly release_date: string | null;
  readonly budget: number | null;
  readonly revenue: number;
  readonly profit: number | null;
  readonly popularity: string | null;
  readonly vote_average: string | null;
  readonly vote_count: number | null;
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
  genres: MeasureRow & Named;
  genre_years: MeasureRow & InGenre & InYear;
  genre_companies: MeasureRow & InGenre & Named;
  genre_movies: MovieRow & InGenre;
  year_companies: MeasureRow & InYear & Named;
  year_movies: MovieRow & InYear;
  companies: MeasureRow & Named;
  company_pages: MeasureRow & Named & { readonly page: number };
  company_years: MeasureRow & InCompany & InYear;
  company_year_genres: InCompany & InYear & InGenre & { readonly movie_count: number };
  company_movies: MovieRow & InCompany;
}
export type StatisticName = keyof StatisticRows;
