import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dataAge, runHours } from '../../../lambdas/health-check/conditions.ts';
import type * as HealthCheck from '../../../lambdas/health-check/handler.ts';
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
    [['2026-10', '2027-01', '2099-12'], 33.5],
  ])('for %j is %d days, by the newest month that has begun', (months, days) => {
    expect(dataAge(months, NOW)).toBe(days);
  });

  it.each([[[]], [['2027-01']]])('is null for %j, which has no month that has begun', (months) => {
    expect(dataAge(months, NOW)).toBeNull();
  });
});

describe('The hours that a run has held the lock', () => {
  it.each([
    ['held', held, 6],
    ['never taken', null, 0],
    ['free', { holder: null, since: '2026-10-01T06:30:00Z', stopped_at: null }, 0],
    ['of a run that was stopped', { ...held, stopped_at: '2026-11-03T07:00:00Z' }, 0],
    ['taken at a later time', { ...held, since: '2026-11-03T12:00:01Z' }, 0],
  ])('are %3$d for a lock that is %1$s', (_, lock, hours) => {
    expect(runHours(lock, NOW)).toBe(hours);
  });
});

describe('The health check', () => {
  let lake: Awaited<ReturnType<typeof startLake>>;
  let s3: typeof S3;
  let lock: typeof Lock;
  let healthCheck: typeof HealthCheck;

  beforeAll(async () => {
    lake = await startLake();
    process.env.STACK_NAME = 'Stack';
    s3 = await import('../../../lambdas/runtime/s3.ts');
    lock = await import('../../../lambdas/runtime/lock.ts');
    healthCheck = await import('../../../lambdas/health-check/handler.ts');
  });
  afterAll(async () => {
    delete process.env.STACK_NAME;
    await lake.stop();
  });
  beforeEach(async () => {
    await s3.deleteObjects([LOCK_KEY, commitKey('2026-09'), commitKey('2026-10')]);
  });

  const check = async () => metricsIn(jsonLines(await printed(() => healthCheck.handler())));
  const commit = (month: string, more: object = {}) =>
    s3.writeJson(commitKey(month), {
      month,
      run_id: 'r',
      files: [{ file: 'movies_metadata.csv' }],
      tables: {},
      ...more,
    });

  it('reports no months and no run for an empty bucket', async () => {
    expect((await check()).map(({ name, value, dimensions }) => [name, value, dimensions])).toEqual([
      ['MonthsCommitted', 0, { stack: 'Stack' }],
      ['RunHours', 0, { stack: 'Stack' }],
    ]);
  });

  it('reports the age of the newest month and the hours of the current run', async () => {
    await commit('2026-09');
    await commit('2026-10');
    const describe = async () => ({ running: true }) as const;
    const now = new Date(Date.now() - 2 * 3_600_000);
    await lock.takeLock(HOLDER, { now, graceSeconds: 900, describe });

    const values = Object.fromEntries((await check()).map(({ name, value }) => [name, value as number]));
    const days = (Date.now() - Date.parse('2026-10-01T00:00:00Z')) / 86_400_000;
    expect(values).toEqual({
      DataAge: expect.closeTo(days, 2),
      MonthsCommitted: 2,
      RunHours: expect.closeTo(2, 2),
    });
  });

  it('ignores a removed month', async () => {
    await commit('2026-09');
    await commit('2026-10', { removed: true, files: [] });

    const values = Object.fromEntries((await check()).map(({ name, value }) => [name, value]));
    const days = (Date.now() - Date.parse('2026-09-01T00:00:00Z')) / 86_400_000;
    expect(values).toMatchObject({ MonthsCommitted: 1, DataAge: expect.closeTo(days, 2) });
  });

  it('logs the run that holds the lock', async () => {
    await s3.writeJson(LOCK_KEY, held);
    const lines = jsonLines(await printed(() => healthCheck.handler()));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatchObject({ run_id: HOLDER.run_id, month: HOLDER.month });
  });
});
