import { createHash } from 'node:crypto';
import { DocumentTooLargeError } from '../errors.ts';
import { type Endpoint, objectPath, pathOf } from './endpoints.ts';
import { MAX_DOCUMENT_BYTES } from './limits.ts';

/** One API document, ready to be written. */
export interface ReleaseDocument {
  /** The object's path within a slot: `v1/stats/year/1995.json`. */
  readonly path: string;
  readonly body: Buffer;
  /** MD5 of the body in hex, which is the ETag of an object that was written to S3 in one PUT. */
  readonly md5: string;
}

/**
 * Makes an endpoint's document from its content and the value of its path parameter.
 * @throws DocumentTooLargeError, ZodError for content that doesn't match the endpoint's schema
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
      `${path} would have ${body.length} bytes; the API serves up to ${MAX_DOCUMENT_BYTES}. ${largest(content)} The API keeps the last release until the month is run again from a corrected drop.`,
    );
  }
  return { path, body, md5: createHash('md5').update(body).digest('hex') };
}

/** Writes a bigint digit by digit, because totals can exceed the exact range of a JavaScript number. */
const exact = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint'
    ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(value))
    : value;

/** The number of characters of a text that an error quotes. */
const QUOTED = 60;

/** The longest text and the longest list of a document, as an error sentence. */
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
