import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CorruptArchiveError } from '../../model/errors.ts';

/**
 * Unpacks a gzipped file of one or more members.
 * @throws CorruptArchiveError when it is damaged or cut off
 */
export async function* gunzipFile(name: string, packed: Readable): AsyncGenerator<Buffer> {
  let fed = 0;
  packed.on('data', (chunk: Buffer) => {
    fed += chunk.length;
  });
  // A source that breaks must end the reader too: pipeline hands its error on to the last stream.
  const gunzip = pipeline(packed, createGunzip(), () => {});
  const corrupt = (why: string, cause?: unknown): CorruptArchiveError =>
    new CorruptArchiveError(
      `${name} cannot be unpacked: ${why}; it may be damaged or cut off, fetch it again.`,
      { cause },
    );
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code?.startsWith('Z_') ? corrupt(message, error) : error;
  }
  // zlib takes a damaged second member for garbage behind the first, and leaves it without a word.
  if (gunzip.bytesWritten < fed) throw corrupt(`only ${gunzip.bytesWritten} of its ${fed} bytes are gzip`);
}
