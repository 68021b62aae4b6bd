/** Sizes of lists and documents, for the schemas, the SQL and publish. */

/** Page size of the company list. */
export const COMPANIES_PER_PAGE = 500;
/** Longest list of companies within a year or genre. */
export const TOP_COMPANIES = 50;
/** Longest list of movies within a year, genre or company. */
export const TOP_MOVIES = 20;
/** Longest ranking. */
export const RANKING_LENGTH = 100;
/** A shard of the search lists all its matching companies if there are at most this many. */
export const SEARCH_SHARD_COMPANIES = 200;
/** The number of companies that a shard with more matches lists; longer prefixes have shards of their own. */
export const SEARCH_SHARD_FIRST = 100;
/** The largest document, in bytes. */
export const MAX_DOCUMENT_BYTES = 5_000_000;
