import type { Settings } from '../settings/settings.ts';
import { PROBLEM_TYPE } from './problems.ts';

/** Response headers as API Gateway's literals: in single quotes. */
export type LiteralHeaders = Readonly<Record<string, string>>;

/** The settings that determine which credentials a request needs. */
export type Credentials = Pick<Settings, 'access' | 'apiKeys'>;

const literal = (value: string): string => `'${value}'`;

/** Allows pages of every origin to read the API. */
const CORS = { 'Access-Control-Allow-Origin': literal('*') };

/** The request headers of credentials. AWS signatures use three additional headers. */
function credentialHeaders({ access, apiKeys }: Credentials): string[] {
  const headers = {
    none: [],
    bearer: ['Authorization'],
    iam: ['Authorization', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Amz-Content-Sha256'],
  }[access];
  return apiKeys ? [...headers, 'X-Api-Key'] : headers;
}

/**
 * The headers of a document, except its ETag. If credentials are required, shared caches must not store the document, and browser
 * caches store one copy for each set of credentials.
 */
export function documentHeaders(credentials: Credentials): LiteralHeaders {
  const open = credentials.access === 'none' && !credentials.apiKeys;
  const vary = [
    'Accept-Encoding',
    ...(credentials.access === 'none' ? [] : ['Authorization']),
    ...(credentials.apiKeys ? ['X-Api-Key'] : []),
  ];
  return {
    ...CORS,
    'Access-Control-Expose-Headers': literal('ETag'),
    'Cache-Control': literal(`${open ? 'public' : 'private'}, max-age=300`),
    Vary: literal(vary.join(', ')),
  };
}

/** The headers of every error. */
export const PROBLEM_HEADERS: LiteralHeaders = {
  ...CORS,
  'Cache-Control': literal('no-store'),
  'Content-Type': literal(PROBLEM_TYPE),
};

/** Returns the headers for the challenge of a 401 (RFC 6750), which scripts of other origins may read. */
export const challenge = (value: string): LiteralHeaders => ({
  'Access-Control-Expose-Headers': literal('WWW-Authenticate'),
  'WWW-Authenticate': literal(value),
});

/** The methods of known paths. */
export const ALLOW_HEADER: LiteralHeaders = { Allow: literal('GET, HEAD, OPTIONS') };

/** The headers of a CORS preflight's response. Browsers cache it for at most one day. */
export function preflightHeaders(credentials: Credentials): LiteralHeaders {
  return {
    ...CORS,
    'Access-Control-Allow-Methods': literal('GET, HEAD, OPTIONS'),
    'Access-Control-Allow-Headers': literal(['If-None-Match', ...credentialHeaders(credentials)].join(', ')),
    'Access-Control-Max-Age': literal('86400'),
    ...ALLOW_HEADER,
  };
}
