import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as S3 from '../../aws/s3.ts';
import type * as Usage from '../../aws/usage.ts';
import { stepUsage } from '../../model/runs/usage.ts';
import { startLake } from '../lambdas/bucket.ts';
import { type Interposed, interpose } from '../lambdas/runtime/interposed.ts';

/** More than one part of a multipart upload. */
const LARGE = 9 * 1024 * 1024;
const NOTHING = { s3_reads: 0, s3_writes: 0, s3_deletes: 0, bytes_read: 0, bytes_written: 0 };

let lake: Awaited<ReturnType<typeof startLake>>;
let proxy: Interposed;
let s3: typeof S3;
let usage: typeof Usage;

beforeAll(async () => {
  lake = await startLake();
  proxy = await interpose(process.env.AWS_ENDPOINT_URL_S3!);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: proxy.endpoint,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
  });
  s3 = await import('../../aws/s3.ts');
  usage = await import('../../aws/usage.ts');
});
afterAll(async () => {
  await proxy.close();
  await lake.stop();
});
beforeEach(() => proxy.intercept(null));

/** What an invocation that does this has used at its end. */
async function usedBy(work: () => Promise<unknown>) {
  const { memory_mb, ...counts } = await usage.counted(async () => {
    await work();
    return usage.usageSoFar();
  });
  expect(memory_mb).toBe(1769);
  return counts;
}

const listed = (): Promise<unknown> => Array.fromAsync(s3.listObjects('usage/'));
const streamed = async (bytes: number): Promise<void> =>
  s3.writeStream('usage/stream', Readable.from([Buffer.alloc(bytes)]), 'text/plain');

describe('An invocation’s use of S3', () => {
  it.each([
    [
      'a text that is written',
      () => s3.writeObject('usage/a', 'four', 'text/plain'),
      { s3_writes: 1, bytes_written: 4 },
    ],
    ['what is read', () => s3.readObject('usage/a'), { s3_reads: 1, bytes_read: 4 }],
    ['a look at what is there', () => s3.objectSize('usage/a'), { s3_reads: 1 }],
    ['a look at what isn’t', () => s3.findJson('usage/none'), { s3_reads: 1 }],
    ['a list, which is billed like a write', listed, { s3_writes: 1 }],
    ['a delete', () => s3.deleteObject('usage/a'), { s3_deletes: 1 }],
    ['a delete of many', () => s3.deleteObjects(['usage/a', 'usage/b']), { s3_deletes: 1 }],
    ['a stream of one part', () => streamed(5), { s3_writes: 1, bytes_written: 5 }],
    // It is begun, two parts are written, and it is completed by a list of them.
    ['a stream of two parts', () => streamed(LARGE), { s3_writes: 4, bytes_written: expect.any(Number) }],
  ])('counts %s', async (_, work, expected) => {
    expect(await usedBy(work)).toEqual({ ...NOTHING, ...expected });
  });

  it('counts every attempt, because each is billed', async () => {
    let met = 0;
    proxy.intercept(async ({ line }) => {
      if (!line.startsWith('HEAD') || met > 0) return;
      met += 1;
      return { when: 'before', status: 503, body: '' };
    });
    expect(await usedBy(() => s3.objectSize('usage/none'))).toEqual({ ...NOTHING, s3_reads: 2 });
  });

  it('is told apart from that of another one beside it', async () => {
    const [many, none] = await Promise.all([
      usedBy(() => Promise.all([listed(), listed(), listed()])),
      usedBy(async () => {}),
    ]);
    expect(many).toEqual({ ...NOTHING, s3_writes: 3 });
    expect(none).toEqual(NOTHING);
  });
});

describe('A step’s use', () => {
  const invocation = (seconds: number, memory_mb: number) => ({
    seconds,
    usage: { ...NOTHING, memory_mb, s3_reads: 2, s3_writes: 3 },
  });

  it('is the sum over its invocations, memory by time', () => {
    expect(stepUsage([invocation(10, 2048), invocation(2, 512)])).toEqual({
      invocations: 2,
      seconds: 12,
      gb_seconds: 21,
      s3_reads: 4,
      s3_writes: 6,
    });
  });

  it('takes reports of an earlier version, which have none', () => {
    expect(stepUsage([{ seconds: 3 }])).toEqual({
      invocations: 1,
      seconds: 3,
      gb_seconds: 0,
      s3_reads: 0,
      s3_writes: 0,
    });
  });
});
