import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Store from '../../../lambdas/export/store.ts';
import { BUCKET, startLake } from '../bucket.ts';

const DAY_MS = 86_400_000;
/** More than one part of a multipart upload. */
const LARGE = 9 * 1024 * 1024;

let folder: string;
let lake: Awaited<ReturnType<typeof startLake>>;
let store: typeof Store.store;
let s3: S3Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
  lake = await startLake();
  ({ store } = await import('../../../lambdas/export/store.ts'));
  s3 = new S3Client({ forcePathStyle: true });
});
afterAll(async () => {
  s3.destroy();
  await lake.stop();
  await rm(folder, { recursive: true });
});

async function stored(text: string, { run = 'first', days = 0 } = {}) {
  const path = join(folder, 'year.csv');
  await writeFile(path, text);
  const now = new Date(Date.now() + days * DAY_MS);
  return store(path, { name: 'year.csv', format: 'csv', runId: run, now });
}
const head = (key: string) => s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key }));

describe('A download', () => {
  it('is stored under the SHA-256 of its bytes and served as immutable under its name', async () => {
    const sha256 = createHash('sha256').update('year\n1995\n').digest('hex');

    const file = await stored('year\n1995\n');

    expect(file).toEqual({
      format: 'csv',
      name: 'year.csv',
      key: `downloads/${sha256}/year.csv`,
      bytes: 10,
      sha256,
      written: true,
    });
    expect(await head(file.key)).toMatchObject({
      ContentLength: 10,
      ContentType: 'text/csv; charset=utf-8; header=present',
      ContentDisposition: 'attachment; filename="year.csv"',
      CacheControl: 'public, max-age=31536000, immutable',
      Metadata: { run_id: 'first' },
    });
  });

  it('that is uploaded in several parts is stored whole with the same headers', async () => {
    const text = 'x'.repeat(LARGE);
    const { key, sha256 } = await stored(text);
    const { Body, CacheControl, ContentDisposition } = await s3.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: key }),
    );
    const body = await Body!.transformToByteArray();
    expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
    expect([CacheControl, ContentDisposition]).toEqual([
      'public, max-age=31536000, immutable',
      'attachment; filename="year.csv"',
    ]);
  });

  it('that exists already is not written again', async () => {
    const { key } = await stored('again');
    expect(await stored('again', { run: 'second' })).toMatchObject({ key, written: false });
    expect((await head(key)).Metadata).toEqual({ run_id: 'first' });
  });

  it('that is older than a day is written again, so that clean-up keeps it', async () => {
    const { key } = await stored('old');
    expect(await stored('old', { run: 'second', days: 0.9 })).toMatchObject({ written: false });
    expect(await stored('old', { run: 'second', days: 1.1 })).toMatchObject({ key, written: true });
    expect((await head(key)).Metadata).toEqual({ run_id: 'second' });
  });

  it('that is truncated is written again', async () => {
    const { key } = await stored('whole');
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: 'who' }));
    expect(await stored('whole')).toMatchObject({ written: true });
    expect((await head(key)).ContentLength).toBe(5);
  });
});
