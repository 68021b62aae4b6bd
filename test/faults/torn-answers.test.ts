import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as S3 from '../../lambdas/runtime/s3.ts';
import { startLake } from '../lambdas/bucket.ts';
import { type FaultProxy, startFaultProxy } from './proxy.ts';

let lake: Awaited<ReturnType<typeof startLake>>;
let proxy: FaultProxy;
let s3: typeof S3;

beforeAll(async () => {
  lake = await startLake();
  const straight = new URL(process.env.AWS_ENDPOINT_URL_S3!);
  proxy = await startFaultProxy(() => straight.origin);
  process.env.AWS_ENDPOINT_URL_S3 = `${proxy.origin}${straight.pathname}`;
  process.env.CLIENT_ATTEMPTS = '2';
  process.env.CLIENT_SILENCE_MS = '500';
  process.env.CLIENT_ANSWER_MS = '500';
  s3 = await import('../../lambdas/runtime/s3.ts');
  // Digits, of which half a number would be one, too.
  await s3.writeObject('number.json', '12345678', 'application/json');
  await s3.writeObject('text.csv', 'a,b\n'.repeat(50_000), 'text/csv');
});
afterAll(async () => {
  await proxy?.close();
  await lake?.stop();
});
beforeEach(() => proxy.decide(null));

const READS: Readonly<Record<string, () => Promise<unknown>>> = {
  'a JSON object': () => s3.readJson('number.json'),
  'an object': async () => buffer(await s3.openObject('text.csv')),
  'an object that is held whole': () => s3.readObject('text.csv'),
  'a range of an object': async () => buffer(await s3.openObject('text.csv', { start: 4, end: 4_000 })),
  'a listing': () => Array.fromAsync(s3.listObjects('')),
};

describe.each(['torn_download', 'stalled_download', 'silence', 'lost_answer'] as const)('A %s', (fault) => {
  it.each(Object.keys(READS))('is never taken for the whole of %s', async (name) => {
    proxy.decide(() => fault);

    await expect(READS[name]!()).rejects.toBeInstanceOf(Error);
  });
});

it('An object whose upload was torn is not there', async () => {
  proxy.decide(({ method }) => (method === 'PUT' ? 'torn_upload' : null));

  await expect(s3.writeObject('torn', 'x'.repeat(100_000), 'text/plain')).rejects.toBeInstanceOf(Error);

  proxy.decide(null);
  expect(await s3.objectSize('torn')).toBeNull();
});
