import type { Readable } from 'node:stream';
import { SourceError } from '../../model/errors.ts';

/** A file of a drop, as the source lists it. */
export interface SourceEntry {
  readonly name: string;
  /** Null where the source doesn't tell. */
  readonly bytes: number | null;
  /** Tells it from what may replace it. */
  readonly version: string;
}

/** A drop's files, wherever they are. A new kind of source is one function that gives this. */
export interface Source {
  /** Comes as one: none of its files can be still on its way. @default false */
  readonly whole?: boolean;
  /** The files, in any order. */
  list(): Promise<readonly SourceEntry[]>;
  /**
   * A file's bytes as they are, compressed or not; on demand of the version that was listed.
   * @throws SourceError where another one lies there
   */
  open(name: string, version?: string): Promise<Readable>;
  /** Ends the connections that are still there; nothing is read any more. */
  close?(): Promise<void>;
}

/** Holds what lies at a place now against what was listed there. @throws SourceError */
export function assertVersion(place: string, listed: string | undefined, found: string): void {
  if (listed === undefined || listed === found) return;
  throw new SourceError(
    `The source ${place} cannot be read: it was changed since the run has listed it; run it again.`,
  );
}
