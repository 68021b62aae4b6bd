import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dataAge, runHours } from '../../../lambdas/health-check/conditions.ts';
import type * as Watch from '../../../lambdas/health-check/handler.ts';
import type * as Lock from '../../../lambdas/runtime/lock.ts';
import type * as S3 from '../../../lambdas/runtime/s3.ts';
import { commitKey, LOCK_KEY } from '../../../model/keys.ts';
import { startLake } from '../bucket.ts';
import { jsonLines, metricsIn, printed } from '../runtime/emf.ts';

const NOW = new Date('2026-11-03T12:00:00Z');
const HOLDER = { execution_arn: 'arn:run', run_id: '20261103T060000Z-0a1b2c3d', month: '2026-11' };
const held = { holder: HOLDER, since: '2026-11-03T06:00:00Z', stopped_at: null };

describe('The age of the data', () => {
  it.each([
    [['2026-10'], 33.5],
    [['2026-09', '2026-11', '2026-10'], 2.5],
    [['2027-01'], -58.5],
  ])('of %j is %d days', (months, days) => {
    expect(dataAge(months, NOW)).toBe(days);
  });

  it('is not told while nothing is committed', () => {
    expect(dataAge([], NOW)).toBeNull();
  });
});

describe('The hours of a run', () => {
  it.each([
    ['held', held, 6],
    ['never taken', null, 0],
    ['free', { holder: null, since: '2026-10-01T06:30:00Z', stopped_at: null }, 0],
    ['of a run that was stopped', { ...held, stopped_at: '2026-11-03T07:00:00Z' }, 0],
    ['taken by a clock that is ahead', { ...held, since: '2026-11-03T12:00:01Z' }, 0],
  ])('of a lock that is %s are %3$d', (_, lock, hours) => {
    expect(runHours(lock, NOW)).toBe(hours);
  });
});

describe('The function that watches', () => {
  let lake: Awaited<ReturnType<typeof startLake>>;
  let s3: typeof S3;
  let lock: typeof Lock;
  let watch: typeof Watch;

  beforeAll(async () => {
    lake = await startLake();
    process.env.STACK_NAME = 'Stack';
    s3 = await import('../../../lambdas/runtime/s3.ts');
    lock = await import('../../../lambdas/runtime/lock.ts');
    watch = await import('../../../lambdas/health-check/handler.ts');
  });
  afterAll(async () => {
    delete process.env.STACK_NAME;
    await lake.stop();
  });
  beforeEach(async () => {
    await s3.deleteObjects([LOCK_KEY, commitKey('2026-09'), commitKey('2026-10')]);
  });

  const look = async () => metricsIn(jsonLines(await printed(() => watch.handler())));
  const commit = (month: string, more: object = {}) =>
    s3.writeJson(commitKey(month), {
      month,
      run_id: 'r',
      files: [{ file: 'movies_metadata.csv' }],
      tables: {},
      ...more,
    });

  it('sees nothing in an empty bucket, and says so', async () => {
    expect((await look()).map(({ name, value, dimensions }) => [name, value, dimensions])).toEqual([
      ['MonthsCommitted', 0, { stack: 'Stack' }],
      ['RunHours', 0, { stack: 'Stack' }],
    ]);
  });

  it('sees the newest month and the run that is going on', async () => {
    await commit('2026-09');
    await commit('2026-10');
    const describe = async () => ({ running: true }) as const;
    const now = new Date(Date.now() - 2 * 3_600_000);
    await lock.takeLock(HOLDER, { now, graceSeconds: 900, describe });

    const seen = Object.fromEntries((await look()).map(({ name, value }) => [name, value as number]));
    const days = (Date.now() - Date.parse('2026-10-01T00:00:00Z')) / 86_400_000;
    expect(seen).toEqual({
      DataAge: expect.closeTo(days, 2),
      MonthsCommitted: 2,
      RunHours: expect.closeTo(2, 2),
    });
  });

  it('takes a month that was removed for none', async () => {
    await commit('2026-09');
    await commit('2026-10', { removed: true, files: [] });

    const seen = Object.fromEntries((await look()).map(({ name, value }) => [name, value]));
    const days = (Date.now() - Date.parse('2026-09-01T00:00:00Z')) / 86_400_000;
    expect(seen).toMatchObject({ MonthsCommitted: 1, DataAge: expect.closeTo(days, 2) });
  });

  it('says in its log whose run holds the lock', async () => {
    await s3.writeJson(LOCK_KEY, held);
    const lines = jsonLines(await printed(() => watch.handler()));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatchObject({ run_id: HOLDER.run_id, month: HOLDER.month });
  });
});
