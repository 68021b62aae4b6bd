import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compressAnswer, normalizeAcceptEncoding } from '../../../local/cdn/compression.ts';
import type { Headers } from '../../../local/cdn/response-headers.ts';

const BOTH = { gzip: true, brotli: true };
const body = Buffer.from('The quick brown fox. '.repeat(100));
const answer: { status: number; headers: Headers; body: Buffer } = {
  status: 200,
  headers: { 'content-type': 'text/csv', etag: '"abc"', 'content-length': String(body.byteLength) },
  body,
};

describe('The Accept-Encoding', () => {
  it.each([
    ['gzip, deflate, br', 'br,gzip'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=1.0, gzip;q=0', 'br'],
    ['deflate', undefined],
    ['identity', undefined],
    ['*', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is forwarded to the origin as %j', (given, normalized) => {
    expect(normalizeAcceptEncoding(given, BOTH)).toBe(normalized);
  });

  it('is forwarded only with the codings of the policy', () => {
    expect(normalizeAcceptEncoding('gzip, br', { gzip: true, brotli: false })).toBe('gzip');
    expect(normalizeAcceptEncoding('gzip, br', { gzip: false, brotli: false })).toBeUndefined();
  });
});

describe('A response', () => {
  it('is compressed by Brotli if the viewer accepts it, and its ETag becomes weak', async () => {
    const { headers, body: compressed } = await compressAnswer(answer, 'br,gzip');

    expect(headers).toEqual({
      'content-type': 'text/csv',
      'content-encoding': 'br',
      'content-length': String(compressed.byteLength),
      etag: 'W/"abc"',
      vary: 'Accept-Encoding',
    });
    expect(brotliDecompressSync(compressed)).toEqual(body);
  });

  it('is compressed by gzip for other viewers', async () => {
    const { headers, body: compressed } = await compressAnswer(answer, 'gzip');

    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(compressed)).toEqual(body);
  });

  it('keeps a weak ETag', async () => {
    const weak = { ...answer, headers: { ...answer.headers, etag: 'W/"abc"' } };
    expect((await compressAnswer(weak, 'gzip')).headers.etag).toBe('W/"abc"');
  });

  it.each([
    ['nobody takes it', answer, undefined],
    ['it is a part', { ...answer, status: 206 }, 'gzip'],
    ['it is small', { ...answer, body: body.subarray(0, 999) }, 'gzip'],
    ['it is large', { ...answer, body: Buffer.alloc(10_000_001) }, 'gzip'],
    ['it is compressed', { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' } }, 'gzip'],
    [
      'its type is none of those',
      { ...answer, headers: { 'content-type': 'application/vnd.apache.parquet' } },
      'gzip',
    ],
    ['it has no type', { ...answer, headers: {} }, 'gzip'],
  ])('is not compressed if %s', async (_, given, acceptEncoding) => {
    expect(await compressAnswer(given, acceptEncoding)).toBe(given);
  });
});
