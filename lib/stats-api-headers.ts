import { PROBLEM_TYPE } from './problems.ts';

/** Response headers, as API Gateway wants literals: in single quotes. */
export type LiteralHeaders = Readonly<Record<string, string>>;

const literal = (value: string): string => `'${value}'`;

/** Any page may read the API, and its scripts may see the ETag. */
const CORS = { 'Access-Control-Allow-Origin': literal('*') };

/** What a document is answered with, beside its ETag. */
export const DOCUMENT_HEADERS: LiteralHeaders = {
  ...CORS,
  'Access-Control-Expose-Headers': literal('ETag'),
  'Cache-Control': literal('public, max-age=300'),
  Vary: literal('Accept-Encoding'),
};

/** What every error is answered with. */
export const PROBLEM_HEADERS: LiteralHeaders = {
  ...CORS,
  'Cache-Control': literal('no-store'),
  'Content-Type': literal(PROBLEM_TYPE),
};

/** The methods that known paths have. */
export const ALLOW_HEADER: LiteralHeaders = { Allow: literal('GET, HEAD, OPTIONS') };

/** The answer to a CORS preflight; a day is as long as any browser keeps it. */
export const PREFLIGHT_HEADERS: LiteralHeaders = {
  ...CORS,
  'Access-Control-Allow-Methods': literal('GET, HEAD, OPTIONS'),
  'Access-Control-Allow-Headers': literal('If-None-Match'),
  'Access-Control-Max-Age': literal('86400'),
  ...ALLOW_HEADER,
};
