import type { paths } from './schema.d.ts';

/** An API path that returns a JSON document, in OpenAPI notation: `/v1/stats/year/{year}`. */
export type DocumentPath = {
  [P in keyof paths]: paths[P] extends {
    get: { responses: { 200: { content: { 'application/json': unknown } } } };
  }
    ? P
    : never;
}[keyof paths];

/** The document that a path returns. */
export type DocumentAt<P extends DocumentPath> =
  paths[P]['get']['responses'][200]['content']['application/json'];

/** An API address that carries the type of its document. */
export type Address<T> = string & { readonly document?: T };

/** Returns the address of a document: `addressOf('/v1/stats/year/{year}', 1995)`. */
export function addressOf<P extends DocumentPath>(path: P, value?: string | number): Address<DocumentAt<P>> {
  return value === undefined ? path : path.replace(/\{\w+\}/, encodeURIComponent(value));
}

export type Stats = DocumentAt<'/v1/stats'>;
export type Years = DocumentAt<'/v1/stats/year'>;
export type Year = DocumentAt<'/v1/stats/year/{year}'>;
export type DecadeMeasures = DocumentAt<'/v1/stats/decade'>['decades'][number];
export type Decade = DocumentAt<'/v1/stats/decade/{decade}'>;
export type Genres = DocumentAt<'/v1/stats/genre'>;
export type Genre = DocumentAt<'/v1/stats/genre/{slug}'>;
export type Companies = DocumentAt<'/v1/stats/company'>;
export type Company = DocumentAt<'/v1/stats/company/{id}'>;
export type Status = DocumentAt<'/v1/status'>;
export type Movie = Year['movies'][number];
export type CompanyEntry = Companies['companies'][number];
export type GenreEntry = Genres['genres'][number];

/** The measures of a group of movies. Every document that describes a group has this flat block. */
export type Measures = Pick<
  Stats,
  | 'movie_count'
  | 'movies_with_budget'
  | 'movies_with_revenue'
  | 'movies_with_both'
  | 'total_budget'
  | 'total_revenue'
  | 'total_profit'
  | 'known_profit'
  | 'average_popularity'
  | 'average_vote'
>;

/** The measures of one release year. The year is null for movies without a release date. */
export type YearMeasures = Measures & { readonly year: number | null };
