import type { Reply } from './http.ts';
import type { Served } from './served.ts';

/** One promise, and how to see whether it is kept. */
export interface Check {
  /** What is promised, as people read it in the list. */
  readonly name: string;
  /** What must be there for it to mean anything. */
  readonly needs: readonly ('release' | 'website')[];
  /** It is an assumption about AWS itself, which a local stack only repeats. */
  readonly onlyAws?: true;
  /** What is wrong, in words; none where the promise is kept. */
  readonly faults: (served: Served) => Promise<string[]>;
}

/** Faults of one answer, told under what was asked. */
export function faultsOf(asked: string, ...faults: readonly (string | null)[]): string[] {
  return faults.filter((fault) => fault !== null).map((fault) => `${asked}: ${fault}`);
}

/** The fault that something isn't what it must be; null where it is. */
export function unequal(what: string, found: unknown, expected: unknown): string | null {
  if (found === expected) return null;
  return `${what} is ${shown(found)} instead of ${shown(expected)}`;
}

/** The fault that a header isn't what it must be: that text, or what matches it. */
export function wrongHeader({ headers }: Reply, name: string, expected: string | RegExp): string | null {
  const found = headers[name];
  const right = typeof expected === 'string' ? found === expected : expected.test(String(found ?? ''));
  return right ? null : `${name} is ${shown(found)} instead of ${expected}`;
}

/** The faults of an answer in the one shape that errors have, with one of these statuses; never S3's own, never kept by a cache. */
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
    isProblem(text, status) ? null : `it is no problem of status ${status}: ${text.slice(0, 120)}`,
    LEAKED.test(text) ? `it tells what lies behind: ${text.slice(0, 120)}` : null,
  );
}

/** What only S3 would say, or a key of the bucket. */
const LEAKED = /<\?xml|<Error>|NoSuchKey|api_endpoints/;

function isProblem(text: string, status: number): boolean {
  try {
    const { type, title, status: told, detail } = JSON.parse(text) as Record<string, unknown>;
    return [type, title, detail].every((field) => typeof field === 'string') && told === status;
  } catch {
    return false;
  }
}

/** A header that lists, as its items. */
export const listed = (header: string | undefined): string[] =>
  (header ?? '').split(',').map((item) => item.trim());

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
