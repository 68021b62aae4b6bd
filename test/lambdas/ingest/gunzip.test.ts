import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gunzipFile } from '../../../lambdas/ingest/gunzip.ts';

async function unpack(packed: Buffer, chunkBytes = 7): Promise<string> {
  const chunks = Array.from({ length: Math.ceil(packed.length / chunkBytes) }, (_, index) =>
    packed.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  );
  return Buffer.concat(await Array.fromAsync(gunzipFile('links.csv.gz', Readable.from(chunks)))).toString();
}

const first = gzipSync('id,title\n');
const second = gzipSync('1,a\n');
const damaged = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 0xff;
  return copy;
};

describe('gunzipFile', () => {
  it('gunzipFile returns the unpacked bytes for any number of members and chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string(), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 50 }),
        async (texts, size) => {
          expect(await unpack(Buffer.concat(texts.map((text) => gzipSync(text))), size)).toBe(texts.join(''));
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    ['is truncated', second.subarray(0, 15)],
    ['is empty', Buffer.alloc(0)],
    ['has a wrong checksum', damaged(second, second.length - 6)],
    [
      'has a damaged second member, which zlib alone would ignore',
      Buffer.concat([first, damaged(second, 0)]),
    ],
  ])('gunzipFile rejects a file that %s', async (_case, packed) => {
    await expect(unpack(packed)).rejects.toMatchObject({
      name: 'CorruptArchiveError',
      message: expect.stringMatching(/^links\.csv\.gz cannot be unpacked: .*fetch it again\.$/),
    });
  });

  it('gunzipFile rejects a file that is not gzip, and the message contains its name and the solution', async () => {
    await expect(unpack(Buffer.from('id,title\n'))).rejects.toMatchObject({
      name: 'CorruptArchiveError',
      message: 'links.csv.gz is not gzip-compressed; compress it, or remove .gz from its name.',
    });
  });

  it('gunzipFile rethrows an error of the source', async () => {
    const broken = Readable.from(
      (async function* () {
        yield first.subarray(0, 5);
        throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
      })(),
    );
    await expect(Array.fromAsync(gunzipFile('links.csv.gz', broken))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
  });
});
