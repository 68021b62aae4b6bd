import type { Readable } from 'node:stream';

/** Random access to the bytes of an archive, which is never read as a whole. */
export interface ArchiveBytes {
  readonly size: number;
  /** Opens the bytes from `start` to `end` (exclusive, beyond `start`). */
  open(start: number, end: number): Promise<Readable>;
}
