import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, type Writable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, gzip, type ZlibOptions } from 'node:zlib';
import type { GzipMember } from '../../model/runs/reports.ts';
import { readObject, writeStream } from './s3.ts';

/**
 * The uncompressed size of gzip members. Smaller members take more space, because each starts with an empty dictionary;
 * larger members make audit compress more data again when it deletes a row.
 */
const MEMBER_BYTES = 256 * 1024;
/** The output buffer of gzip: most compressed members fit into it and need no concatenation. */
const COMPRESSED_BYTES = 64 * 1024;
/** The most UTF-8 bytes of one UTF-16 code unit. */
const MAX_CHARACTER_BYTES = 3;
const LF = 0x0a;
/** Optimized for speed: level 4 would take a third longer and save 5 %. */
const GZIP_LEVEL = 3;

const gzipped = promisify<Buffer, ZlibOptions, Buffer>(gzip);
const gunzipped = promisify<Buffer, ZlibOptions, Buffer>(gunzip);

/** Compresses lines as one gzip member, on another thread. The same lines always produce the same bytes. */
export const packMember = (lines: Buffer): Promise<Buffer> =>
  gzipped(lines, { level: GZIP_LEVEL, chunkSize: COMPRESSED_BYTES });

/** Decompresses one gzip member. */
export const unpackMember = (member: Buffer): Promise<Buffer> =>
  gunzipped(member, { chunkSize: MEMBER_BYTES });

/** Reads and decompresses a whole gzipped object. @throws Error if it is damaged */
export const readGzip = async (key: string): Promise<Buffer> => gunzipped(await readObject(key), {});

/** Writes gzipped newline-delimited JSON to one object. */
export interface LineWriter {
  /** Adds a line that was made from a row of the source. */
  write(line: string, sourceRow: number): void;
  /** Resolves when the memory of the previous lines, except for one member, is free for more lines. */
  drained(): Promise<void>;
  /** Completes the object. Without lines no object is written, unless `evenIfEmpty` is set. */
  close(): Promise<void>;
  /** Cancels the upload; an existing object is not changed. */
  abort(): Promise<void>;
  /** The members of the complete object. */
  readonly members: readonly GzipMember[];
  /** The hash of the complete object, hexadecimal; can be called once. */
  sha256(): string;
}

/**
 * Opens a gzipped newline-delimited JSON object for writing: a sequence of gzip members of whole lines, each compressed
 * while the next one is filled. The upload starts with the first member. `evenIfEmpty` writes the object also without lines.
 */
export function createLines(key: string, { evenIfEmpty = false } = {}): LineWriter {
  /** The member that is being filled. Lines are encoded at once, because long-lived strings would fill the heap. */
  let buffer: Buffer = Buffer.alloc(0);
  let filled = 0;
  /** Buffers of compressed members, for reuse. */
  const spare: Buffer[] = [];
  let first_row = 0;
  let last_row = 0;
  const members: GzipMember[] = [];
  const hash = createHash('sha256');
  let upload: { readonly body: PassThrough; readonly done: Promise<void> } | undefined;
  /** Resolves when the upload has accepted all members, or all but the last. */
  let acceptedAll: Promise<void> = Promise.resolve();
  let acceptedEarlier = acceptedAll;

  function open() {
    const body = new PassThrough();
    const done = writeStream(key, body, 'application/gzip');
    // A failed upload must also end a writer that waits for the stream to drain.
    done.catch(() => body.destroy());
    return { body, done };
  }

  async function pack(lines: Buffer, bytes: number): Promise<Buffer> {
    const packed = await packMember(lines.subarray(0, bytes));
    if (lines.length === MEMBER_BYTES) spare.push(lines);
    return packed;
  }

  async function append(packing: Promise<Buffer>, rows: Pick<GzipMember, 'first_row' | 'last_row'>) {
    upload ??= open();
    const { body, done } = upload;
    const [member] = await Promise.all([packing, acceptedEarlier]);
    members.push({ ...rows, bytes: member.length });
    hash.update(member);
    if (body.write(member) || (await drains(body))) return;
    // The upload closed the stream, and its promise rejects with the reason.
    await done;
    throw new Error(`Writing ${key} was aborted.`);
  }

  function flush(): void {
    acceptedEarlier = acceptedAll;
    acceptedAll = append(pack(buffer, filled), { first_row, last_row });
    acceptedAll.catch(() => {});
    filled = 0;
  }

  return {
    write(line, sourceRow) {
      const mostBytes = line.length * MAX_CHARACTER_BYTES + 1;
      if (filled > 0 && filled + mostBytes > MEMBER_BYTES) flush();
      if (filled === 0) {
        buffer =
          mostBytes > MEMBER_BYTES
            ? Buffer.allocUnsafeSlow(mostBytes)
            : (spare.pop() ?? Buffer.allocUnsafeSlow(MEMBER_BYTES));
        first_row = sourceRow;
      }
      last_row = sourceRow;
      filled += buffer.write(line, filled);
      buffer[filled] = LF;
      filled += 1;
    },
    drained: () => acceptedEarlier,
    async close() {
      if (filled > 0 || (evenIfEmpty && !upload)) flush();
      await acceptedAll;
      upload?.body.end();
      await upload?.done;
    },
    async abort() {
      upload?.body.destroy(new Error(`Writing ${key} was aborted.`));
      await Promise.allSettled([acceptedAll, upload?.done]);
    },
    members,
    sha256: () => hash.digest('hex'),
  };
}

/** Waits until a stream accepts more data; false if it is closed. */
async function drains(stream: Writable): Promise<boolean> {
  if (stream.destroyed) return false;
  const settled = new AbortController();
  const { signal } = settled;
  const emitted = (event: string, answer: boolean): Promise<boolean> =>
    once(stream, event, { signal }).then(
      () => answer,
      () => false,
    );
  const more = await Promise.race([emitted('drain', true), emitted('close', false)]);
  // Removes the other listener, because this runs for every chunk.
  settled.abort();
  return more;
}
