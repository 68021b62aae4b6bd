import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { SourceError } from '../../model/errors.ts';
import type { ArchiveBytes } from './archive.ts';
import type { Exchange } from './https-exchange.ts';
import { RetryableError, readWithRetries, withRetries } from './retry.ts';

/**
 * A server that can't begin anywhere sends everything each time: once for the directory, twice for each file. Larger
 * archives than this many bytes would take plan longer than it has.
 */
const MAX_PASSED_BYTES = 1_000_000_000;
/** The end of such an archive that is kept while it passes: directories lie there, and are rarely larger. */
const KEPT_BYTES = 1024 * 1024;

/** What tells one version of an archive from the next. */
interface Version {
  /** Null where the server doesn't tell. */
  readonly size: number | null;
  readonly etag: string | null;
  readonly modified: string | null;
}

/**
 * An archive at an address, read where it lies, as it was when it was first asked for: every answer is held against that
 * version. Without a validator the members' own checksums remain.
 * @throws SourceError, TransientError
 */
export async function openHttpsArchive(place: string, exchange: Exchange): Promise<ArchiveBytes> {
  const { version, ranges } = await withRetries(place, async () => {
    const answer = await exchange.get({ range: 'bytes=0-0' });
    const range = contentRange(answer);
    // One byte is let through, so that the connection can be used again; a whole archive isn't.
    if (answer.headers['content-length'] === '1') answer.on('error', () => {}).resume();
    else answer.destroy();
    return { version: versionOf(answer), ranges: range !== null && range.total !== null };
  });
  const changed = (): SourceError =>
    new SourceError(
      `The source ${place} cannot be read: it was changed while it was being read; run it again.`,
    );

  /** The bytes from `from` to `end` in one answer, or as many of them as come before it breaks off. */
  async function* read(from: number, end: number): AsyncGenerator<Buffer> {
    if (from === end) return;
    const answer = await exchange.get(
      ranges ? { range: `bytes=${from}-${end - 1}`, ...condition(version) } : {},
    );
    try {
      if (isOther(version, versionOf(answer))) throw changed();
      const range = contentRange(answer);
      if (range !== null && range.start !== from) {
        throw new SourceError(
          `The source ${place} cannot be read: asked for its bytes from ${from} on, its server gives others.`,
        );
      }
      let skip = range === null ? from : 0;
      let left = end - from;
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        const bytes = chunk.subarray(Math.min(skip, chunk.length), skip + left);
        skip -= Math.min(skip, chunk.length);
        left -= bytes.length;
        if (bytes.length > 0) yield bytes;
        if (left === 0 && range === null) return;
      }
    } catch (error) {
      throw error instanceof SourceError ? error : broken(error);
    } finally {
      answer.destroy();
    }
  }

  if (ranges) {
    return {
      size: version.size!,
      open: async (start, end) =>
        Readable.from(readWithRetries(place, { start, end }, (from) => read(from, end))),
    };
  }
  const { size, tail } = await withRetries(place, async () => {
    const answer = await exchange.get({});
    if (!isOther(version, versionOf(answer))) return passOver(place, answer);
    answer.destroy();
    throw changed();
  });
  const tailStart = size - tail.length;
  return {
    size,
    open: async (start, end) =>
      start >= tailStart
        ? Readable.from([tail.subarray(start - tailStart, end - tailStart)])
        : Readable.from(readWithRetries(place, { start, end }, (from) => read(from, end))),
  };
}

/** Lets an archive pass as a whole, to learn its size and to keep its end. */
async function passOver(place: string, answer: IncomingMessage): Promise<{ size: number; tail: Buffer }> {
  const assertSmall = (size: number): void => {
    if (size <= MAX_PASSED_BYTES) return;
    throw new SourceError(
      `The source ${place} cannot be read: its server gives out no parts of files (no answer to Range), and the archive has more than the ${MAX_PASSED_BYTES} bytes that can be read over then; let the server answer Range, or put the archive into S3.`,
    );
  };
  let size = 0;
  let kept = 0;
  const tail: Buffer[] = [];
  try {
    assertSmall(versionOf(answer).size ?? 0);
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      assertSmall(size);
      tail.push(chunk);
      for (kept += chunk.length; kept - tail[0]!.length >= KEPT_BYTES; ) kept -= tail.shift()!.length;
    }
  } catch (error) {
    throw error instanceof SourceError ? error : broken(error);
  } finally {
    answer.destroy();
  }
  return { size, tail: Buffer.concat(tail) };
}

/** What a body's own errors mean: the connection broke, or nothing came any more. */
const broken = (error: unknown): RetryableError =>
  error instanceof RetryableError
    ? error
    : new RetryableError(`the connection broke (${(error as Error).message})`, { cause: error });

/** RFC 9110, 14.4: `bytes 0-0/1234`, or `*` where the size isn't known; null where the answer is no part. */
function contentRange({ statusCode, headers }: IncomingMessage): {
  start: number;
  total: number | null;
} | null {
  if (statusCode !== 206) return null;
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/i.exec(headers['content-range'] ?? '') ?? [];
  if (start === undefined) return { start: Number.NaN, total: null };
  return { start: Number(start), total: total === '*' ? null : Number(total) };
}

function versionOf(answer: IncomingMessage): Version {
  const { etag, 'last-modified': modified, 'content-length': length } = answer.headers;
  const range = contentRange(answer);
  const size = range ? range.total : length === undefined ? null : Number(length);
  return { size, etag: etag ?? null, modified: modified ?? null };
}

/** RFC 9110, 13.1.5: If-Range takes a strong validator alone. Whatever it is, every answer is compared. */
function condition({ etag, modified }: Version): { 'if-range'?: string } {
  if (etag !== null && !etag.startsWith('W/')) return { 'if-range': etag };
  return etag === null && modified !== null ? { 'if-range': modified } : {};
}

/** Whether two answers are of different versions. What one of them leaves out tells nothing. */
function isOther(begun: Version, found: Version): boolean {
  const differ = (a: string | number | null, b: string | number | null): boolean =>
    a !== null && b !== null && a !== b;
  const opaque = ({ etag }: Version): string | null => etag?.replace(/^W\//, '') ?? null;
  return (
    differ(begun.size, found.size) ||
    differ(opaque(begun), opaque(found)) ||
    differ(begun.modified, found.modified)
  );
}
