import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CorruptArchiveError } from '../../model/errors.ts';

/** Every gzip member begins with these bytes (RFC 1952, 2.3.1). */
const SIGNATURE = Buffer.from([0x1f, 0x8b]);

/**
 * Unpacks a gzipped file of one or more members.
 * @throws CorruptArchiveError for a file that is damaged, cut off or not gzip
 */
export async function* gunzipFile(name: string, packed: Readable): AsyncGenerator<Buffer> {
  let fed = 0;
  let beginning = Buffer.alloc(0);
  packed.on('data', (chunk: Buffer) => {
    fed += chunk.length;
    if (beginning.length < SIGNATURE.length) beginning = Buffer.concat([beginning, chunk.subarray(0, 2)]);
  });
  // pipeline passes an error of the source on to the last stream, which ends the reader.
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
    if (!code?.startsWith('Z_')) throw error;
    if (fed >= SIGNATURE.length && !beginning.subarray(0, 2).equals(SIGNATURE)) {
      throw new CorruptArchiveError(
        `${name} is not gzip-compressed; compress it, or remove .gz from its name.`,
        { cause: error },
      );
    }
    throw corrupt(message, error);
  }
  // zlib ignores a damaged second member as trailing garbage.
  if (gunzip.bytesWritten < fed) throw corrupt(`only ${gunzip.bytesWritten} of its ${fed} bytes are gzip`);
}
