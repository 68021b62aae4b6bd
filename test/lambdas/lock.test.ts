import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as Lock from '../../lambdas/runtime/lock.ts';
import type * as S3 from '../../lambdas/runtime/s3.ts';
import { LOCK_KEY } from '../../model/keys.ts';
import type { RunOrder } from '../../model/run.ts';
import { startLake } from './lake.ts';

let lake: Awaited<ReturnType<typeof startLake>>;
let lock: typeof Lock;
let s3: typeof S3;

beforeAll(async () => {
  lake = await startLake();
  lock = await import('../../lambdas/runtime/lock.ts');
  s3 = await import('../../lambdas/runtime/s3.ts');
});
afterAll(() => lake.stop());
beforeEach(() => s3.deleteObject(LOCK_KEY));

const order = (name: string): RunOrder => ({
  execution_arn: `arn:${name}`,
  started_at: '2026-11-01T06:00:00Z',
  run_id: name,
  month: '2026-10',
  from: 'ingest',
  publish: true,
});
const NOON = new Date('2026-11-01T12:00:00Z');
const LATER = new Date('2026-11-01T12:15:00Z');
const GRACE = 900;

describe('the lock', () => {
  it('is one run’s at a time, and says whose', async () => {
    await lock.takeLock(order('first'), NOON, GRACE);
    await expect(lock.takeLock(order('second'), LATER, GRACE)).rejects.toMatchObject({
      name: 'RunInProgressError',
      message: expect.stringContaining(
        'The run first of 2026-10 has been in progress since 2026-11-01T12:00',
      ),
    });
  });

  it('may be taken again by the run that has it', async () => {
    await lock.takeLock(order('first'), NOON, GRACE);
    await expect(lock.takeLock(order('first'), LATER, GRACE)).resolves.toBeUndefined();
  });

  it('goes to exactly one of many that reach for it together', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `run-${index}`);
    const taken = await Promise.allSettled(names.map((name) => lock.takeLock(order(name), NOON, GRACE)));
    const refused = taken.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused).toHaveLength(names.length - 1);
    for (const { reason } of refused) expect(reason.name).toBe('RunInProgressError');
  });

  it('is free again once its run has ended, and only that run can free it', async () => {
    await lock.takeLock(order('first'), NOON, GRACE);
    await lock.freeLock('arn:second', NOON);
    await expect(lock.assertLock('arn:first')).resolves.toBeUndefined();
    await lock.freeLock('arn:first', NOON);
    await expect(lock.takeLock(order('second'), NOON, GRACE)).resolves.toBeUndefined();
  });

  it('of a stopped run is taken over once none of its functions can be running, and no sooner', async () => {
    await lock.takeLock(order('first'), NOON, GRACE);
    await lock.noteStopped('arn:first', NOON);
    const justBefore = new Date(LATER.getTime() - 1);
    await expect(lock.takeLock(order('second'), justBefore, GRACE)).rejects.toMatchObject({
      name: 'RunInProgressError',
    });
    await lock.takeLock(order('second'), LATER, GRACE);
    await expect(lock.assertLock('arn:first')).rejects.toMatchObject({ name: 'LockLostError' });
  });
});
