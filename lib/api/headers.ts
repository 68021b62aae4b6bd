import type { Settings } from '../settings/settings.ts';
import { PROBLEM_TYPE } from './problems.ts';

/** Response headers, as API Gateway wants literals: in single quotes. */
export type LiteralHeaders = Readonly<Record<string, string>>;

/** What a request must bring with it, as far as headers tell of it. */
export type Credentials = Pick<Settings, 'access' | 'apiKeys'>;

const literal = (value: string): string => `'${value}'`;

/** Any page may read the API, and its scripts may see the ETag. */
const CORS = { 'Access-Control-Allow-Origin': literal('*') };

/** The headers that requests carry credentials in. A signature of AWS has three more, which it covers. */
function credentialHeaders({ access, apiKeys }: Credentials): string[] {
  const headers = {
    none: [],
    bearer: ['Authorization'],
    iam: ['Authorization', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Amz-Content-Sha256'],
  }[access];
  return apiKeys ? [...headers, 'X-Api-Key'] : headers;
}

/**
 * What a document is answered with, beside its ETag. Where credentials are asked for, no cache that several people share may
 * keep it (a public one would hand it on), and a browser's own keeps it for the credentials that fetched it.
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

/** What every error is answered with. */
export const PROBLEM_HEADERS: LiteralHeaders = {
  ...CORS,
  'Cache-Control': literal('no-store'),
  'Content-Type': literal(PROBLEM_TYPE),
};

/** What a 401 says about how to ask, as RFC 6750 has it; scripts may see it. */
export const challenge = (value: string): LiteralHeaders => ({
  'Access-Control-Expose-Headers': literal('WWW-Authenticate'),
  'WWW-Authenticate': literal(value),
});

/** The methods that known paths have. */
export const ALLOW_HEADER: LiteralHeaders = { Allow: literal('GET, HEAD, OPTIONS') };

/** The answer to a CORS preflight; a day is as long as any browser keeps it. */
export function preflightHeaders(credentials: Credentials): LiteralHeaders {
  return {
    ...CORS,
    'Access-Control-Allow-Methods': literal('GET, HEAD, OPTIONS'),
    'Access-Control-Allow-Headers': literal(['If-None-Match', ...credentialHeaders(credentials)].join(', ')),
    'Access-Control-Max-Age': literal('86400'),
    ...ALLOW_HEADER,
  };
}
