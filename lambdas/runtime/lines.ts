import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, type Writable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, gzip, type ZlibOptions } from 'node:zlib';
import type { GzipMember } from '../../model/runs/reports.ts';
import { writeStream } from './s3.ts';

/**
 * Lines are gathered to members of this many bytes. Smaller ones take more space, because each begins with an empty
 * dictionary; of larger ones audit has more to pack anew for a row that goes.
 */
const MEMBER_BYTES = 256 * 1024;
/** A packed member most often fits into this, so that it needn't be put together. */
const PACKED_BYTES = 64 * 1024;
/** A character of a string (UTF-16) takes at most as many bytes in UTF-8. */
const MAX_CHARACTER_BYTES = 3;
const LF = 0x0a;
/** Fast rather than small: level 4 takes a third longer and saves a twentieth. */
const GZIP_LEVEL = 3;

const gzipped = promisify<Buffer, ZlibOptions, Buffer>(gzip);
const gunzipped = promisify<Buffer, ZlibOptions, Buffer>(gunzip);

/** Packs lines as one gzip member; on another thread, and the same bytes for the same lines. */
export const packMember = (lines: Buffer): Promise<Buffer> =>
  gzipped(lines, { level: GZIP_LEVEL, chunkSize: PACKED_BYTES });

/** Unpacks one gzip member. */
export const unpackMember = (member: Buffer): Promise<Buffer> =>
  gunzipped(member, { chunkSize: MEMBER_BYTES });

/** Writes gzipped newline-delimited JSON to one object. */
export interface LineWriter {
  /** Adds one line, made from that row of the source. */
  write(line: string, sourceRow: number): void;
  /** Resolves when more lines may come: the memory of those before is free again, but for one member. */
  drained(): Promise<void>;
  /** Completes the object; nothing is written where no line came, unless the writer was told to. */
  close(): Promise<void>;
  /** Gives the object up: what there was of it by then is left as it was. */
  abort(): Promise<void>;
  /** What the object is made of, once it is complete. */
  readonly members: readonly GzipMember[];
  /** Of the object's bytes, hexadecimal; once it is complete, and only once. */
  sha256(): string;
}

/**
 * Opens a gzipped newline-delimited JSON object for writing: a sequence of gzip members, each of whole lines and
 * packed while the next one is gathered. The upload begins with the first member; `evenIfEmpty` writes the object in
 * any case.
 */
export function createLines(key: string, { evenIfEmpty = false } = {}): LineWriter {
  /** The member that is being gathered. Bytes at once: kept as strings, the lines would fill the heap with old garbage. */
  let gathered: Buffer = Buffer.alloc(0);
  let filled = 0;
  /** Buffers of members that are packed, for those to come. */
  const spare: Buffer[] = [];
  let first_row = 0;
  let last_row = 0;
  const members: GzipMember[] = [];
  const hash = createHash('sha256');
  let upload: { readonly body: PassThrough; readonly done: Promise<void> } | undefined;
  /** The upload has taken all members, or all but the last. */
  let takenAll: Promise<void> = Promise.resolve();
  let takenEarlier = takenAll;

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
    const [member] = await Promise.all([packing, takenEarlier]);
    members.push({ ...rows, bytes: member.length });
    hash.update(member);
    if (body.write(member) || (await drains(body))) return;
    // The stream was closed by the upload, which knows why.
    await done;
    throw new Error(`Writing ${key} was given up.`);
  }

  function flush(): void {
    takenEarlier = takenAll;
    takenAll = append(pack(gathered, filled), { first_row, last_row });
    takenAll.catch(() => {});
    filled = 0;
  }

  return {
    write(line, sourceRow) {
      const mostBytes = line.length * MAX_CHARACTER_BYTES + 1;
      if (filled > 0 && filled + mostBytes > MEMBER_BYTES) flush();
      if (filled === 0) {
        gathered =
          mostBytes > MEMBER_BYTES
            ? Buffer.allocUnsafeSlow(mostBytes)
            : (spare.pop() ?? Buffer.allocUnsafeSlow(MEMBER_BYTES));
        first_row = sourceRow;
      }
      last_row = sourceRow;
      filled += gathered.write(line, filled);
      gathered[filled] = LF;
      filled += 1;
    },
    drained: () => takenEarlier,
    async close() {
      if (filled > 0 || (evenIfEmpty && !upload)) flush();
      await takenAll;
      upload?.body.end();
      await upload?.done;
    },
    async abort() {
      upload?.body.destroy(new Error(`Writing ${key} was given up.`));
      await Promise.allSettled([takenAll, upload?.done]);
    },
    members,
    sha256: () => hash.digest('hex'),
  };
}

/** Waits until a stream takes more; false where it never will. */
async function drains(stream: Writable): Promise<boolean> {
  if (stream.destroyed) return false;
  const settled = new AbortController();
  const { signal } = settled;
  const happens = (event: string, answer: boolean): Promise<boolean> =>
    once(stream, event, { signal }).then(
      () => answer,
      () => false,
    );
  const more = await Promise.race([happens('drain', true), happens('close', false)]);
  // The other one must not go on listening: this happens for every chunk.
  settled.abort();
  return more;
}
