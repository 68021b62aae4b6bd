import { Readable } from 'node:stream';
import type { FileEntry, Stats } from 'ssh2';
import { SourceError } from '../../model/errors.ts';
import { CLIENT_CONFIG } from '../runtime/client-config.ts';
import { RetryableError, readWithRetries, withRetries } from './retry.ts';
import { connectSftp, type SftpConnection, type SftpServer } from './sftp-connection.ts';

/** Every server returns this many bytes per request. 64 requests (2 MB) in parallel hide the latency. */
const READ_BYTES = 30 * 1024;
const READS_AT_ONCE = 64;
/** More entries than a drop may have. The limit keeps a folder of millions of files out of memory. */
const MAX_LISTED = 10_000;
/** The status at the end of a listing (SSH_FX_EOF). */
const END = 1;

/** The attributes that identify a version of a file. */
export type FileVersion = Pick<Stats, 'size' | 'mtime'>;

/** The files of a server. A single connection is used, and replaced when it breaks. */
export interface SftpFiles {
  stat(path: string): Promise<Stats>;
  /** The entries of a folder without "." and "..". @throws SourceError for more than {@link MAX_LISTED} */
  list(path: string): Promise<FileEntry[]>;
  /**
   * The bytes of a version of a file from `start` to `end` (exclusive). The stream fails if the file has another version
   * at its beginning or end.
   */
  open(path: string, version: FileVersion, start: number, end: number): Readable;
  close(): void;
}

/** `placeOf` returns the name of a path in messages. */
export function openSftpFiles(server: SftpServer, placeOf: (path: string) => string): SftpFiles {
  let connection: Promise<SftpConnection> | null = null;

  async function connected(): Promise<SftpConnection> {
    const current = await connection?.catch(() => null);
    if (current?.alive) return current;
    connection = connectSftp(server);
    return connection;
  }

  async function list(path: string): Promise<FileEntry[]> {
    const at = await connected();
    const place = placeOf(path);
    const folder = await at.call<Buffer>(place, (sftp, done) => sftp.opendir(path, done));
    const entries: FileEntry[] = [];
    try {
      for (;;) {
        const some = await at.call<FileEntry[]>(place, (sftp, done) =>
          sftp.readdir(folder, (error, found) =>
            (error as { code?: number } | undefined)?.code === END ? done(null, []) : done(error, found),
          ),
        );
        // Servers report the end by a separate status or by an empty response.
        if (some.length === 0) return entries;
        entries.push(...some.filter(({ filename }) => filename !== '.' && filename !== '..'));
        if (entries.length > MAX_LISTED) {
          throw new SourceError(
            `The source ${place} contains more than ${MAX_LISTED} entries; give the folder of one month only.`,
          );
        }
      }
    } finally {
      close(at, folder);
    }
  }

  async function* read(
    path: string,
    version: FileVersion,
    from: number,
    end: number,
  ): AsyncGenerator<Buffer> {
    const at = await connected();
    const place = placeOf(path);
    const file = await at.call<Buffer>(place, (sftp, done) => sftp.open(path, 'r', done));
    const assertSame = async (): Promise<void> => {
      const { size, mtime } = await at.call<Stats>(place, (sftp, done) => sftp.fstat(file, done));
      if (size === version.size && mtime === version.mtime) return;
      throw new SourceError(
        `The source ${place} cannot be read: it was changed while it was being read; run it again.`,
      );
    };
    try {
      await assertSame();
      yield* readAhead(at, { file, place }, from, end);
      await assertSame();
    } finally {
      close(at, file);
    }
  }

  return {
    stat: (path) =>
      withRetries(server.place, async () =>
        (await connected()).call<Stats>(placeOf(path), (sftp, done) => sftp.stat(path, done)),
      ),
    list: (path) => withRetries(server.place, () => list(path)),
    open: (path, version, start, end) =>
      Readable.from(readWithRetries(placeOf(path), { start, end }, (from) => read(path, version, from, end))),
    close() {
      void connection?.then(
        (at) => at.end(),
        () => {},
      );
    },
  };
}

/** Closes a handle. The server closes the handles of a lost connection itself. */
function close(at: SftpConnection, handle: Buffer): void {
  at.call<void>('', (sftp, done) => sftp.close(handle, done)).catch(() => {});
}

/** Reads ahead with many small requests in parallel, and returns their results in order. */
async function* readAhead(
  at: SftpConnection,
  { file, place }: { file: Buffer; place: string },
  from: number,
  end: number,
): AsyncGenerator<Buffer> {
  const reads: Promise<Buffer>[] = [];
  let next = from;
  for (;;) {
    while (reads.length < READS_AT_ONCE && next < end) {
      const read = readFully(at, { file, place }, next, Math.min(READ_BYTES, end - next));
      // An error of this request is thrown when its result is awaited in order.
      read.catch(() => {});
      reads.push(read);
      next += READ_BYTES;
    }
    const first = reads.shift();
    if (first === undefined) return;
    yield await first;
  }
}

/** Reads one piece completely. Servers may return fewer bytes than requested. */
async function readFully(
  at: SftpConnection,
  { file, place }: { file: Buffer; place: string },
  position: number,
  length: number,
): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  for (let filled = 0; filled < length; ) {
    const got = await at.call<number>(
      place,
      (sftp, done) => sftp.read(file, bytes, filled, length - filled, position + filled, done),
      CLIENT_CONFIG.requestHandler.socketTimeout,
    );
    if (got === 0) throw new RetryableError(`it ends after ${position + filled} bytes`);
    filled += got;
  }
  return bytes;
}
