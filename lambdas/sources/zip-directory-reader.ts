import { buffer } from 'node:stream/consumers';
import { RandomAccessReader } from 'yauzl';
import type { ArchiveBytes } from './archive.ts';

/** The library reads a directory in small pieces; this many bytes are fetched at once. */
const WINDOW_BYTES = 64 * 1024;

/** Reads the small structures of an archive for yauzl, with a window of bytes as a cache. */
export class DirectoryReader extends RandomAccessReader {
  /** The error of the last failed read; null without one. */
  failure: unknown = null;
  readonly #archive: ArchiveBytes;
  #window: { readonly start: number; readonly bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) };

  constructor(archive: ArchiveBytes) {
    super();
    this.#archive = archive;
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#bytesAt(position, length).then((bytes) => {
      bytes.copy(target, offset);
      callback(null);
    }, callback);
  }

  async #bytesAt(position: number, length: number): Promise<Buffer> {
    if (position + length > this.#archive.size) throw new Error('it ends too early');
    const { start, bytes } = this.#window;
    if (position < start || position + length > start + bytes.length) {
      const end = Math.min(this.#archive.size, position + Math.max(length, WINDOW_BYTES));
      this.#window = { start: position, bytes: await this.#fetch(position, end) };
    }
    const from = position - this.#window.start;
    return this.#window.bytes.subarray(from, from + length);
  }

  async #fetch(start: number, end: number): Promise<Buffer> {
    try {
      return await buffer(await this.#archive.open(start, end));
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}
