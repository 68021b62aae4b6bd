import type { Readable } from 'node:stream';

/** A file of a drop, as the source lists it. */
export interface SourceEntry {
  readonly name: string;
  /** Null where the source doesn't tell. */
  readonly bytes: number | null;
}

/** A drop's files, wherever they are. A new kind of source is one function that gives this. */
export interface Source {
  /** Comes as one: none of its files can be still on its way. @default false */
  readonly whole?: boolean;
  /** The files, in any order. */
  list(): Promise<readonly SourceEntry[]>;
  /** A file's bytes as they are, compressed or not. */
  open(name: string): Promise<Readable>;
  /** Ends the connections that are still there; nothing is read any more. */
  close?(): Promise<void>;
}
