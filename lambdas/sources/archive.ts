import type { Readable } from 'node:stream';

/** The bytes of an archive, wherever it lies: opened anywhere, never read as a whole. */
export interface ArchiveBytes {
  readonly size: number;
  /** Opens the bytes from `start` to `end` (exclusive, beyond `start`). */
  open(start: number, end: number): Promise<Readable>;
}
