import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Bucket } from '../../aws/bucket.ts';

/**
 * The lines of a gzipped text object, one at a time; null where there is none. Reading fails where the object is truncated
 * or damaged. `onBytes` gets the compressed bytes as they arrive.
 */
export async function openLines(
  bucket: Bucket,
  key: string,
  onBytes?: (bytes: Buffer) => void,
): Promise<AsyncGenerator<string> | null> {
  const body = await bucket.findObject(key);
  if (body === null) return null;
  if (onBytes) body.on('data', onBytes);
  // Errors of both streams reach the reader through the last one.
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
