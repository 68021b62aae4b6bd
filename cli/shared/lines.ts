import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Bucket } from '../../aws/bucket.ts';

/**
 * Returns the lines of a gzipped text object, one at a time; null if the object does not exist. Reading fails if the object is
 * truncated or damaged. `onBytes` receives the compressed bytes as they arrive.
 */
export async function openLines(
  bucket: Bucket,
  key: string,
  onBytes?: (bytes: Buffer) => void,
): Promise<AsyncGenerator<string> | null> {
  const body = await bucket.findObject(key);
  if (body === null) return null;
  if (onBytes) body.on('data', onBytes);
  // An error of either stream is reported by the last stream.
  return linesOf(pipeline(body, createGunzip(), () => {}).setEncoding('utf8'));
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') yield rest;
}
