import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { SourceError } from '../../model/errors.ts';
import type { ArchiveBytes } from './archive.ts';
import type { Exchange } from './https-exchange.ts';
import { RetryableError, readWithRetries, withRetries } from './retry.ts';

/**
 * The largest archive from a server without range requests, in bytes. Such a server sends the whole archive once for the
 * directory and twice per file. A larger archive would exceed the time-out of the plan step.
 */
const MAX_PASSED_BYTES = 1_000_000_000;
/** How many bytes from the end of such an archive are kept in memory. They contain the directory, which is rarely larger. */
const KEPT_BYTES = 1024 * 1024;

/** The validators of a version of an archive. */
interface Version {
  /** Null if the server doesn't report it. */
  readonly size: number | null;
  readonly etag: string | null;
  readonly modified: string | null;
}

/**
 * An archive at a URL, read in place. Every response is compared with the version of the first one. From a server without
 * validators, only the members' checksums detect a change.
 * @throws SourceError, TransientError
 */
export async function openHttpsArchive(place: string, exchange: Exchange): Promise<ArchiveBytes> {
  const { version, ranges } = await withRetries(place, async () => {
    const answer = await exchange.get({ range: 'bytes=0-0' });
    const range = contentRange(answer);
    // A body of one byte is read, so that the connection can be reused; a whole archive is not.
    if (answer.headers['content-length'] === '1') answer.on('error', () => {}).resume();
    else answer.destroy();
    return { version: versionOf(answer), ranges: range !== null && range.total !== null };
  });
  const changed = (): SourceError =>
    new SourceError(
      `The source ${place} cannot be read: it was changed while it was being read; run it again.`,
    );

  /** The bytes from `from` to `end` in one response, or fewer if the connection breaks. */
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
          `The source ${place} cannot be read: its server returned another range than the requested one, which begins at byte ${from}.`,
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

/** Downloads an archive once, for its size and its end. */
async function passOver(place: string, answer: IncomingMessage): Promise<{ size: number; tail: Buffer }> {
  const assertSmall = (size: number): void => {
    if (size <= MAX_PASSED_BYTES) return;
    throw new SourceError(
      `The source ${place} cannot be read: its server doesn't support range requests, and the archive is larger than the limit of ${MAX_PASSED_BYTES} bytes for such servers; enable range requests, or put the archive into S3.`,
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

/** The error of a response body: the connection broke, or timed out. */
const broken = (error: unknown): RetryableError =>
  error instanceof RetryableError
    ? error
    : new RetryableError(`the connection broke (${(error as Error).message})`, { cause: error });

/** RFC 9110, 14.4: `bytes 0-0/1234`, or `*` for an unknown size. Null for a response that is not partial. */
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

/** RFC 9110, 13.1.5: If-Range requires a strong validator. Every response is compared in any case. */
function condition({ etag, modified }: Version): { 'if-range'?: string } {
  if (etag !== null && !etag.startsWith('W/')) return { 'if-range': etag };
  return etag === null && modified !== null ? { 'if-range': modified } : {};
}

/** Whether two responses have different versions. A validator that is missing in one of them is not compared. */
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
