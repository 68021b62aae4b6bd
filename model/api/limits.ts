/** Sizes of lists and documents: the schemas, the SQL and the publisher keep to these. */

/** Page size of the company list. */
export const COMPANIES_PER_PAGE = 500;
/** Longest list of companies within a year or genre. */
export const TOP_COMPANIES = 50;
/** Longest list of movies within a year, genre or company. */
export const TOP_MOVIES = 20;
/** Longest ranking. */
export const RANKING_LENGTH = 100;
/** A shard of the search lists all its companies up to this many. */
export const SEARCH_SHARD_COMPANIES = 200;
/** Of more than these it lists the first so many, and longer prefixes lead on. */
export const SEARCH_SHARD_FIRST = 100;
/** No document may be larger, in bytes. */
export const MAX_DOCUMENT_BYTES = 5_000_000;
