import type { Readable } from 'node:stream';
import { SourceError } from '../../model/errors.ts';

/** A file of a drop, as the source lists it. */
export interface SourceEntry {
  readonly name: string;
  /** Null if the source doesn't report the size. */
  readonly bytes: number | null;
  /** Changes whenever the file is replaced. */
  readonly version: string;
}

/** The files of a drop. Each kind of source has one function that returns this. */
export interface Source {
  /** True if the drop is a single object, so that it cannot be delivered in part. @default false */
  readonly whole?: boolean;
  /** Lists the files, in any order. */
  list(): Promise<readonly SourceEntry[]>;
  /** Lists the names of the folders beside the files, which are not part of the drop. If there are many, only some are listed. */
  folders(): Promise<readonly string[]>;
  /**
   * Opens a file's bytes, unchanged. With `version`, only the listed version is opened.
   * @throws SourceError if the file has another version
   */
  open(name: string, version?: string): Promise<Readable>;
  /** Closes the source's connections. No other method may be called afterwards. */
  close?(): Promise<void>;
}

/** Compares a file's version with the listed one. @throws SourceError */
export function assertVersion(place: string, listed: string | undefined, found: string): void {
  if (listed === undefined || listed === found) return;
  throw new SourceError(
    `The source ${place} cannot be read: it was changed after the run listed it; run it again.`,
  );
}
