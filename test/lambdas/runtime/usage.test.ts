import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as Usage from '../../../aws/usage.ts';
import type * as S3 from '../../../lambdas/runtime/s3.ts';
import type * as Steps from '../../../lambdas/runtime/steps.ts';
import { stepUsage } from '../../../model/runs/usage.ts';
import { startLake } from '../bucket.ts';
import { type Interposed, interpose } from './interposed.ts';

/** More than one part of a multipart upload. */
const LARGE = 9 * 1024 * 1024;
const NOTHING = { s3_reads: 0, s3_writes: 0, s3_deletes: 0, bytes_read: 0, bytes_written: 0 };

let lake: Awaited<ReturnType<typeof startLake>>;
let proxy: Interposed;
let s3: typeof S3;
let usage: typeof Usage;
let steps: typeof Steps;

beforeAll(async () => {
  lake = await startLake();
  proxy = await interpose(process.env.AWS_ENDPOINT_URL_S3!);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: proxy.endpoint,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
  });
  s3 = await import('../../../lambdas/runtime/s3.ts');
  usage = await import('../../../aws/usage.ts');
  steps = await import('../../../lambdas/runtime/steps.ts');
});
afterAll(async () => {
  await proxy.close();
  await lake.stop();
});
beforeEach(() => proxy.intercept(null));

/** The usage of an invocation that does this work. */
async function usedBy(work: () => Promise<unknown>) {
  const { memory_mb, ...counts } = await usage.measureUsage(async () => {
    await work();
    return steps.timing(new Date(), new Date()).usage!;
  });
  expect(memory_mb).toBe(1769);
  return counts;
}

const listed = (): Promise<unknown> => Array.fromAsync(s3.listObjects('usage/'));
const streamed = async (bytes: number): Promise<void> =>
  s3.writeStream('usage/stream', Readable.from([Buffer.alloc(bytes)]), 'text/plain');

describe('The S3 usage of an invocation', () => {
  it.each([
    [
      'an object that is written',
      () => s3.writeObject('usage/a', 'four', 'text/plain'),
      { s3_writes: 1, bytes_written: 4 },
    ],
    ['an object that is read', () => s3.readObject('usage/a'), { s3_reads: 1, bytes_read: 4 }],
    ['a size that is read', () => s3.objectSize('usage/a'), { s3_reads: 1 }],
    ['a read of a missing object', () => s3.findJson('usage/none'), { s3_reads: 1 }],
    ['a listing, which is billed like a write', listed, { s3_writes: 1 }],
    ['a deletion', () => s3.deleteObject('usage/a'), { s3_deletes: 1 }],
    ['a deletion of several objects', () => s3.deleteObjects(['usage/a', 'usage/b']), { s3_deletes: 1 }],
    ['a stream of one part', () => streamed(5), { s3_writes: 1, bytes_written: 5 }],
    // CreateMultipartUpload, two UploadPart and CompleteMultipartUpload.
    ['a stream of two parts', () => streamed(LARGE), { s3_writes: 4, bytes_written: expect.any(Number) }],
  ])('counts %s', async (_, work, expected) => {
    expect(await usedBy(work)).toEqual({ ...NOTHING, ...expected });
  });

  it('includes every attempt, because each is billed', async () => {
    let met = 0;
    proxy.intercept(async ({ line }) => {
      if (!line.startsWith('HEAD') || met > 0) return;
      met += 1;
      return { when: 'before', status: 503, body: '' };
    });
    expect(await usedBy(() => s3.objectSize('usage/none'))).toEqual({ ...NOTHING, s3_reads: 2 });
  });

  it('is counted separately for two invocations at the same time', async () => {
    const [many, none] = await Promise.all([
      usedBy(() => Promise.all([listed(), listed(), listed()])),
      usedBy(async () => {}),
    ]);
    expect(many).toEqual({ ...NOTHING, s3_writes: 3 });
    expect(none).toEqual(NOTHING);
  });
});

describe('The usage of a step', () => {
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

  it('is zero for reports of earlier versions, which have no usage', () => {
    expect(stepUsage([{ seconds: 3 }])).toEqual({
      invocations: 1,
      seconds: 3,
      gb_seconds: 0,
      s3_reads: 0,
      s3_writes: 0,
    });
  });
});
