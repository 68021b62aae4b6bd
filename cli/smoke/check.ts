import type { Reply } from './http.ts';
import type { Served } from './served.ts';

/** A check of one rule of the API contract. */
export interface Check {
  /** The rule, as the report prints it. */
  readonly name: string;
  /** What the address must serve. If it does not, the check is skipped. */
  readonly needs: readonly ('release' | 'website')[];
  /** Whether it checks an assumption about AWS itself, which a local stack cannot prove. */
  readonly onlyAws?: true;
  /** Returns descriptions of the violations; empty if there are none. */
  readonly faults: (served: Served) => Promise<string[]>;
}

/** Prefixes each fault of a response with its request. */
export function faultsOf(asked: string, ...faults: readonly (string | null)[]): string[] {
  return faults.filter((fault) => fault !== null).map((fault) => `${asked}: ${fault}`);
}

/** A fault if two values differ; otherwise null. */
export function unequal(what: string, found: unknown, expected: unknown): string | null {
  if (found === expected) return null;
  return `${what} is ${shown(found)} instead of ${shown(expected)}`;
}

/** A fault if a header differs from a text or does not match a pattern; otherwise null. */
export function wrongHeader({ headers }: Reply, name: string, expected: string | RegExp): string | null {
  const found = headers[name];
  const right = typeof expected === 'string' ? found === expected : expected.test(String(found ?? ''));
  return right ? null : `${name} is ${shown(found)} instead of ${expected}`;
}

/** Returns the faults of a response that must be a problem (RFC 9457) with one of these statuses. It must not be an error body of S3, and must not be cacheable. */
export function problemFaults(asked: string, reply: Reply, ...statuses: readonly number[]): string[] {
  const { status, headers, text } = reply;
  if (!statuses.includes(status)) {
    return [`${asked}: answers ${status} instead of ${statuses.join(' or ')}: ${text.slice(0, 120)}`];
  }
  return faultsOf(
    asked,
    wrongHeader(reply, 'content-type', 'application/problem+json'),
    wrongHeader(reply, 'access-control-allow-origin', '*'),
    wrongHeader(reply, 'cache-control', 'no-store'),
    unequal('etag', headers.etag, undefined),
    unequal('x-injected', headers['x-injected'], undefined),
    isProblem(text, status) ? null : `it is not a problem with status ${status}: ${text.slice(0, 120)}`,
    LEAKED.test(text) ? `it reveals the storage: ${text.slice(0, 120)}` : null,
  );
}

/** Matches text that only S3 sends, and keys of the bucket. */
const LEAKED = /<\?xml|<Error>|NoSuchKey|api_endpoints/;

function isProblem(text: string, status: number): boolean {
  try {
    const { type, title, status: stated, detail } = JSON.parse(text) as Record<string, unknown>;
    return [type, title, detail].every((field) => typeof field === 'string') && stated === status;
  } catch {
    return false;
  }
}

/** Splits a header value into its list items. */
export const listed = (header: string | undefined): string[] =>
  (header ?? '').split(',').map((item) => item.trim());

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
