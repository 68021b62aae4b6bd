import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The lock of a data directory, as its file records it. One process at a time owns a data directory, because the S3
 * server's files and the journal must have a single writer.
 */
export interface DirectoryLock {
  readonly pid: number;
  /** The URL of the owner's control server. */
  readonly url: string;
  /** Identifies the owner. The process id is not sufficient, because the operating system may reuse it. */
  readonly token: string;
  /** True after the owner has closed its stack. */
  readonly released: boolean;
}

/** A lock that this process owns. */
export interface HeldLock {
  release(): void;
}

const FOLDER = 'lock';

/**
 * Acquires the lock of a data directory, or returns the lock of the live owner. Lock files are numbered. To replace a
 * stale or released lock, a process creates the file with the next number. Only one process can create it, so two processes
 * never replace the same lock. The file with the highest number is never deleted.
 */
export async function acquireDirectoryLock(
  dataDir: string,
  owner: Omit<DirectoryLock, 'released'>,
  isOwnerAlive: (lock: DirectoryLock) => Promise<boolean>,
): Promise<{ readonly held: HeldLock } | { readonly owner: DirectoryLock }> {
  const folder = join(dataDir, FOLDER);
  mkdirSync(folder, { recursive: true });
  const fileOf = (number: number): string => join(folder, `${number}.json`);
  for (;;) {
    const highest = numbersIn(folder).at(-1) ?? 0;
    const current = highest > 0 ? readLock(fileOf(highest)) : null;
    if (current && !current.released && (await isOwnerAlive(current))) return { owner: current };

    const number = highest + 1;
    const file = fileOf(number);
    const lock: DirectoryLock = { ...owner, released: false };
    if (!create(file, lock)) continue;
    // Another process may have created a higher number in the meantime. The highest number owns the directory.
    if (numbersIn(folder).at(-1) !== number) {
      rmSync(file, { force: true });
      continue;
    }
    for (const older of numbersIn(folder)) if (older < number) rmSync(fileOf(older), { force: true });
    return {
      held: {
        release() {
          writeFileSync(`${file}.new`, JSON.stringify({ ...lock, released: true }));
          renameSync(`${file}.new`, file);
        },
      },
    };
  }
}

function numbersIn(folder: string): number[] {
  return readdirSync(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .toSorted((a, b) => a - b);
}

/** Reads a lock file; null if a newer lock has replaced it. */
function readLock(file: string): DirectoryLock | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DirectoryLock;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Creates a lock file by a hard link, so that the file appears together with its content. Returns false if it exists. */
function create(file: string, lock: DirectoryLock): boolean {
  const written = `${file}.${lock.token}`;
  writeFileSync(written, JSON.stringify(lock));
  try {
    linkSync(written, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(written);
  }
}
