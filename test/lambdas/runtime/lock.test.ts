import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExecutionState } from '../../../lambdas/runtime/executions.ts';
import type * as Lock from '../../../lambdas/runtime/lock.ts';
import type * as S3 from '../../../lambdas/runtime/s3.ts';
import { LOCK_KEY } from '../../../model/keys.ts';
import type { Lock as LockFile } from '../../../model/runs/lock.ts';
import { type FaultProxy, startFaultProxy } from '../../faults/proxy.ts';
import { startLake } from '../bucket.ts';

let lake: Awaited<ReturnType<typeof startLake>>;
let lock: typeof Lock;
let s3: typeof S3;
let network: FaultProxy;

beforeAll(async () => {
  lake = await startLake();
  const { origin, pathname } = new URL(process.env.AWS_ENDPOINT_URL_S3!);
  network = await startFaultProxy(() => origin);
  process.env.AWS_ENDPOINT_URL_S3 = `${network.origin}${pathname}`;
  lock = await import('../../../lambdas/runtime/lock.ts');
  s3 = await import('../../../lambdas/runtime/s3.ts');
});
afterAll(async () => {
  await network.close();
  await lake.stop();
});
beforeEach(() => s3.deleteObject(LOCK_KEY));

const NOON = new Date('2026-11-01T12:00:00Z');
const LATER = new Date('2026-11-01T12:15:00Z');
const GRACE = 900;

const RUNNING = async (): Promise<ExecutionState> => ({ running: true });
const ended = (stopped_at: string | null) => async (): Promise<ExecutionState> => ({
  running: false,
  stopped_at,
});
const take = (name: string, now: Date, describe: () => Promise<ExecutionState> = RUNNING): Promise<void> =>
  lock.takeLock(
    { execution_arn: `arn:${name}`, run_id: name, month: '2026-10' },
    { now, graceSeconds: GRACE, describe },
  );
const found = (): Promise<LockFile> => s3.readJson<LockFile>(LOCK_KEY);

describe('The lock', () => {
  it('is held by one run at a time, which the error names', async () => {
    await take('first', NOON);
    await expect(take('second', LATER)).rejects.toMatchObject({
      name: 'RunInProgressError',
      message: expect.stringContaining(
        'The run first of 2026-10 has been in progress since 2026-11-01T12:00',
      ),
    });
  });

  it('can be taken again by the run that holds it', async () => {
    await take('first', NOON);
    await expect(take('first', LATER)).resolves.toBeUndefined();
  });

  it('is taken by exactly one of many concurrent runs', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `run-${index}`);
    const taken = await Promise.allSettled(names.map((name) => take(name, NOON)));
    const refused = taken.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused).toHaveLength(names.length - 1);
    const { holder } = await found();
    for (const { reason } of refused) {
      expect(reason).toMatchObject({
        name: 'RunInProgressError',
        message: expect.stringContaining(`The run ${holder!.run_id} of`),
      });
    }
  });

  it('is freed only by the run that holds it', async () => {
    await take('first', NOON);
    await lock.freeLock('arn:second', NOON);
    await expect(lock.assertLock('arn:first')).resolves.toBeUndefined();
    await lock.freeLock('arn:first', NOON);
    await expect(take('second', NOON)).resolves.toBeUndefined();
  });

  it('is taken over from a stopped run only after the grace period', async () => {
    await take('first', NOON);
    await lock.noteStopped('arn:first', NOON);
    const justBefore = new Date(LATER.getTime() - 1);
    await expect(take('second', justBefore)).rejects.toMatchObject({ name: 'RunInProgressError' });
    await take('second', LATER);
    await expect(lock.assertLock('arn:first')).rejects.toMatchObject({ name: 'LockLostError' });
  });
});

describe('A stale lock, whose run ended without an event,', () => {
  it('is kept for the grace period after the execution stopped, and the error names its end', async () => {
    await take('first', NOON);
    const stopped = ended('2026-11-01T12:05:00.000Z');
    await expect(take('second', new Date('2026-11-01T12:19:59Z'), stopped)).rejects.toMatchObject({
      name: 'RunInProgressError',
      message: expect.stringContaining('until 2026-11-01T12:20:00'),
    });
    expect(await found()).toMatchObject({
      holder: { run_id: 'first' },
      stopped_at: '2026-11-01T12:05:00.000Z',
    });
    await expect(take('second', new Date('2026-11-01T12:20:00Z'), stopped)).resolves.toBeUndefined();
  });

  it('is taken over at once where the execution stopped before the grace period', async () => {
    await take('first', NOON);
    await expect(take('second', LATER, ended('2026-11-01T12:00:00.000Z'))).resolves.toBeUndefined();
    expect(await found()).toMatchObject({ holder: { run_id: 'second' }, stopped_at: null });
  });

  it('is kept for the grace period from the first attempt where Step Functions no longer knows the execution', async () => {
    await take('first', NOON);
    await expect(take('second', NOON, ended(null))).rejects.toMatchObject({ name: 'RunInProgressError' });
    await expect(take('second', LATER, ended(null))).resolves.toBeUndefined();
  });

  it('is kept where Step Functions gives no answer', async () => {
    await take('first', NOON);
    const throttled = async (): Promise<never> => {
      throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    };
    const years = new Date('2036-11-01T12:00:00Z');
    await expect(take('second', years, throttled)).rejects.toMatchObject({
      name: 'RunInProgressError',
      message: expect.stringContaining('ThrottlingException: Rate exceeded'),
    });
    expect(await found()).toMatchObject({ holder: { run_id: 'first' }, stopped_at: null });
  });

  it('is not taken from another run that took it during the question to Step Functions', async () => {
    await take('first', NOON);
    const meanwhile = async (): Promise<ExecutionState> => {
      await lock.freeLock('arn:first', NOON);
      await take('third', NOON);
      return { running: false, stopped_at: '2026-11-01T11:00:00.000Z' };
    };
    let asked = 0;
    const describe = () => (asked++ === 0 ? meanwhile() : RUNNING());
    await expect(take('second', LATER, describe)).rejects.toMatchObject({
      message: expect.stringContaining('The run third of 2026-10 has been in progress'),
    });
  });
});

/** Drops the response to the next write of the lock; returns how many were dropped. */
function loseOneAnswer(): () => number {
  const before = network.injected.lost_answer;
  network.decide(({ method, path }) => {
    if (method !== 'PUT' || !path.split('?')[0]!.endsWith(LOCK_KEY)) return null;
    network.decide(null);
    return 'lost_answer';
  });
  return () => network.injected.lost_answer - before;
}

describe('A write of the lock whose response is lost is retried, and its first attempt', () => {
  it.each<[string, Date]>([
    ['has taken a lock that did not exist', NOON],
    ['has taken a lock that was free', LATER],
  ])('%s', async (_, now) => {
    if (now === LATER) {
      await take('first', NOON);
      await lock.freeLock('arn:first', NOON);
    }
    const lost = loseOneAnswer();
    await expect(take('second', now)).resolves.toBeUndefined();
    expect(lost()).toBe(1);
    expect(await found()).toMatchObject({ holder: { run_id: 'second' }, since: now.toISOString() });
  });

  it('has freed the lock', async () => {
    await take('first', NOON);
    const lost = loseOneAnswer();
    await lock.freeLock('arn:first', LATER);
    expect(lost()).toBe(1);
    expect(await found()).toEqual({ holder: null, since: LATER.toISOString(), stopped_at: null });
  });

  it('has noted that the run was stopped', async () => {
    await take('first', NOON);
    const lost = loseOneAnswer();
    await lock.noteStopped('arn:first', LATER);
    expect(lost()).toBe(1);
    expect(await found()).toMatchObject({ holder: { run_id: 'first' }, stopped_at: LATER.toISOString() });
  });
});
