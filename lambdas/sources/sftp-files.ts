import { Readable } from 'node:stream';
import type { FileEntry, Stats } from 'ssh2';
import { SourceError } from '../../model/errors.ts';
import { CLIENT_CONFIG } from '../runtime/client-config.ts';
import { RetryableError, readWithRetries, withRetries } from './retry.ts';
import { connectSftp, type SftpConnection, type SftpServer } from './sftp-connection.ts';

/** What every server gives in one answer; 2 MB are asked for before the first has come, so that distance costs little. */
const READ_BYTES = 30 * 1024;
const READS_AT_ONCE = 64;
/** Far more than a drop may hold; a folder of millions must not fill the memory. */
const MAX_LISTED = 10_000;
/** The client's mark of a listing's end (SSH_FX_EOF). */
const END = 1;

/** What tells one version of a file from the next. */
export type FileVersion = Pick<Stats, 'size' | 'mtime'>;

/** The files of a server, by one connection at a time, which is made anew when it breaks. */
export interface SftpFiles {
  stat(path: string): Promise<Stats>;
  /** What lies in a folder, "." and ".." left out. @throws SourceError for more than anybody would give for a drop */
  list(path: string): Promise<FileEntry[]>;
  /**
   * The bytes of a file of that version from `start` to `end` (exclusive). The stream fails where another version lies
   * there meanwhile, at its end the latest.
   */
  open(path: string, version: FileVersion, start: number, end: number): Readable;
  close(): void;
}

/** `placeOf` is what messages call a path of the server. */
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
        // Servers mark the end by a status of its own; an empty answer means the same.
        if (some.length === 0) return entries;
        entries.push(...some.filter(({ filename }) => filename !== '.' && filename !== '..'));
        if (entries.length > MAX_LISTED) {
          throw new SourceError(
            `The source ${place} holds more than ${MAX_LISTED} entries; give the folder of one month alone.`,
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

/** Lets go of a handle; the server does so by itself where the connection has gone. */
function close(at: SftpConnection, handle: Buffer): void {
  at.call<void>('', (sftp, done) => sftp.close(handle, done)).catch(() => {});
}

/** Reads on while what was read is being used: many small requests are under way, and their answers given in order. */
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
      // What fails is told in its turn.
      read.catch(() => {});
      reads.push(read);
      next += READ_BYTES;
    }
    const first = reads.shift();
    if (first === undefined) return;
    yield await first;
  }
}

/** One piece. Servers may give less than was asked for. */
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
