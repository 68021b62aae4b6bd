import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as S3 from '../../lambdas/runtime/s3.ts';
import { BUCKET, startLake } from '../lambdas/lake.ts';
import { type Decide, type FaultProxy, startFaultProxy } from './proxy.ts';

let lake: Awaited<ReturnType<typeof startLake>>;
let proxy: FaultProxy;
let s3: typeof S3;
let straight: S3Client;

beforeAll(async () => {
  lake = await startLake();
  const server = new URL(process.env.AWS_ENDPOINT_URL_S3!);
  straight = new S3Client({ forcePathStyle: true, endpoint: server.href });
  proxy = await startFaultProxy(() => server.origin);
  process.env.AWS_ENDPOINT_URL_S3 = `${proxy.origin}${server.pathname}`;
  process.env.CLIENT_ATTEMPTS = '2';
  process.env.CLIENT_SILENCE_MS = '500';
  process.env.CLIENT_ANSWER_MS = '500';
  s3 = await import('../../lambdas/runtime/s3.ts');
});
afterAll(async () => {
  await proxy?.close();
  await lake?.stop();
});
beforeEach(() => proxy.decide(null));

const BODY = Buffer.from('{"name":"Mosfilm · Мосфильм"}');
const write = (key: string): Promise<void> =>
  s3.writeOneOfMany(key, BODY, 'application/json', { run_id: 'r1' });

/** Counts the requests from now on, and lets `decide` see the number of each. */
function counted(decide: (number: number) => ReturnType<Decide> = () => null): { requests: number } {
  const seen = { requests: 0 };
  proxy.decide(() => {
    seen.requests += 1;
    return decide(seen.requests);
  });
  return seen;
}

async function head(key: string) {
  const { ContentType, Metadata, ETag, ContentLength } = await straight.send(
    new HeadObjectCommand({ Bucket: BUCKET, Key: key }),
  );
  return { ContentType, Metadata, ETag, ContentLength };
}

describe('One of many objects', () => {
  it('is the same as any other, the first and those after it, whatever its key', async () => {
    await s3.writeObject('usual', BODY, 'application/json', { metadata: { run_id: 'r1' } });
    for (const key of ['first.json', 'a/second.json', "odd/a b+c'ü(1)!*&=~.json"]) {
      await write(key);
      expect(await head(key), key).toEqual(await head('usual'));
      expect((await s3.readObject(key)).equals(BODY), key).toBe(true);
    }
  });

  it('is one request', async () => {
    const seen = counted();
    await write('once.json');
    expect(seen.requests).toBe(1);
  });

  it.each([
    'server_error',
    'slow_down',
    'silence',
    'cut_request',
    'torn_upload',
    'torn_download',
    'stalled_download',
    'lost_answer',
    'silent_answer',
  ] as const)('is written after a %s all the same', async (fault) => {
    const key = `after-${fault}.json`;
    const seen = counted((number) => (number === 1 ? fault : null));
    await write(key);
    expect((await s3.readObject(key)).equals(BODY)).toBe(true);
    expect(seen.requests).toBeGreaterThan(1);
  });

  it('fails with the service’s own error where it can’t be written', async () => {
    proxy.decide(() => 'slow_down');
    await expect(write('never.json')).rejects.toMatchObject({ name: 'SlowDown' });
  });

  it('is waited for by a step that fails meanwhile', async () => {
    proxy.decide(() => 'silence');
    let ended = false;
    const written = write('slow.json')
      .catch(() => {})
      .finally(() => {
        ended = true;
      });
    await s3.requestsSettled();
    expect(ended).toBe(true);
    await written;
  });
});
