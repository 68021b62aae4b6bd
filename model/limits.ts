/** Sizes of lists and documents: the schemas, the SQL and the publisher keep to these. */

/** Page size of the company list. */
export const COMPANIES_PER_PAGE = 500;
/** Longest list of companies within a year or genre. */
export const TOP_COMPANIES = 50;
/** Longest list of movies within a year, genre or company. */
export const TOP_MOVIES = 20;
/** No document may be larger, in bytes. */
export const MAX_DOCUMENT_BYTES = 5_000_000;
