import { createHash } from 'node:crypto';
import { DocumentTooLargeError } from '../errors.ts';
import { type Endpoint, objectPath, pathOf } from './endpoints.ts';
import { MAX_DOCUMENT_BYTES } from './limits.ts';

/** One API document, ready to be written. */
export interface ReleaseDocument {
  /** The object's path within a slot: `v1/stats/year/1995.json`. */
  readonly path: string;
  readonly body: Buffer;
  /** MD5 of the body in hex: what S3 gives as the ETag of an object written in one PUT. */
  readonly md5: string;
}

/**
 * Makes a document of what is to stand in it; `value` is that of its path's parameter.
 * @throws DocumentTooLargeError, ZodError for what is not what the endpoint's schema promises
 */
export function document(
  endpoint: Endpoint,
  content: object,
  value?: string | number | null,
): ReleaseDocument {
  const path = objectPath(pathOf(endpoint, value));
  const body = Buffer.from(JSON.stringify(endpoint.document.parse(content), exact));
  if (body.length > MAX_DOCUMENT_BYTES) {
    throw new DocumentTooLargeError(
      `${path} would have ${body.length} bytes; the API serves up to ${MAX_DOCUMENT_BYTES}. ${largest(content)} The API stays as it is until the month that brought this is run again from a drop without it.`,
    );
  }
  return { path, body, md5: createHash('md5').update(body).digest('hex') };
}

/** Writes a bigint digit by digit: totals can pass what a JavaScript number keeps. */
const exact = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint'
    ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(value))
    : value;

/** So much of a text is quoted: enough to find it by. */
const QUOTED = 60;

/** What makes a document large: names of any length come from a drop, and any number of genres. */
function largest(content: object): string {
  let text = '';
  let list = { name: '', entries: 0 };
  const waiting: unknown[] = [content];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string' && next.length > text.length) text = next;
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, value] of Object.entries(next)) {
      if (Array.isArray(value) && value.length > list.entries) list = { name, entries: value.length };
      waiting.push(value ?? null);
    }
  }
  const shown = text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
  return `Its longest text has ${text.length} characters (${JSON.stringify(shown)}), its longest list, ${list.name}, ${list.entries} entries.`;
}
