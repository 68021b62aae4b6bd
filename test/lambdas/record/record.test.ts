import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as Record from '../../../lambdas/record/handler.ts';
import type * as Lock from '../../../lambdas/runtime/lock.ts';
import type * as S3 from '../../../lambdas/runtime/s3.ts';
import { LOCK_KEY, runRecordKey } from '../../../model/keys.ts';
import { runIdOf } from '../../../model/runs/run.ts';
import type { RunRecord } from '../../../model/runs/run-record.ts';
import { startLake } from '../bucket.ts';

let lake: Awaited<ReturnType<typeof startLake>>;
let record: typeof Record;
let lock: typeof Lock;
let s3: typeof S3;

const EXECUTION = { execution_arn: 'arn:first', started_at: '2026-11-01T06:00:00.000Z' };
const RUN_ID = runIdOf(EXECUTION);
const NOW = new Date('2026-11-01T06:30:00Z');
const options = (now: Date) => ({
  now,
  graceSeconds: 900,
  describe: async () => ({ running: true }) as const,
});
const other = {
  ...EXECUTION,
  execution_arn: 'arn:other',
  run_id: 'other',
  month: '2026-10',
  from: 'ingest',
  publish: true,
} as const;

beforeAll(async () => {
  lake = await startLake();
  process.env.ROLLBACK_STATE_MACHINE_ARN = ROLLBACK;
  record = await import('../../../lambdas/record/handler.ts');
  lock = await import('../../../lambdas/runtime/lock.ts');
  s3 = await import('../../../lambdas/runtime/s3.ts');
});
afterAll(() => lake.stop());
beforeEach(async () => {
  await s3.deleteObject(LOCK_KEY);
  await s3.deleteObject(runRecordKey(RUN_ID));
  await lock.takeLock({ ...other, ...EXECUTION, run_id: RUN_ID }, options(NOW));
});

const PIPELINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:pipeline';
const ROLLBACK = 'arn:aws:states:us-east-1:000000000000:stateMachine:rollback';

const written = (): Promise<RunRecord> => s3.readJson<RunRecord>(runRecordKey(RUN_ID));
const event = (
  status: 'FAILED' | 'TIMED_OUT' | 'ABORTED',
  { stateMachineArn = PIPELINE, input = '{"month":"2026-10"}' } = {},
) => ({
  detail: {
    stateMachineArn,
    executionArn: EXECUTION.execution_arn,
    startDate: Date.parse(EXECUTION.started_at),
    input,
    status,
  },
});

describe('The record of a run', () => {
  it('contains the message of Lambda’s error, and the lock is freed', async () => {
    const error = {
      Error: 'MissingFileError',
      Cause: '{"errorType":"MissingFileError","errorMessage":"No movies."}',
    };
    await record.handler({ ...EXECUTION, input: { month: '2026-10' }, outcome: 'failed', error });
    expect(await written()).toMatchObject({
      run_id: RUN_ID,
      outcome: 'failed',
      month: '2026-10',
      committed: false,
      error: { name: 'MissingFileError', message: 'No movies.' },
    });
    await expect(lock.takeLock(other, options(NOW))).resolves.toBeUndefined();
  });

  it('is written even for an invalid input', async () => {
    await record.handler({
      ...EXECUTION,
      input: 'nonsense',
      outcome: 'failed',
      error: { Error: 'RunInputError', Cause: 'x' },
    });
    expect(await written()).toMatchObject({ month: null, source: null, files: [] });
  });

  it('contains no password of a source that plan rejected', async () => {
    await record.handler({
      ...EXECUTION,
      input: { month: '2026-10', source: 'sftp://movies:hunter2@host/drops/' },
      outcome: 'failed',
      error: { Error: 'SourceError', Cause: 'x' },
    });
    expect(await written()).toMatchObject({ source: 'sftp://movies:…@host/drops/' });
  });

  it.each([
    ['ABORTED', 'stopped', 'ExecutionStopped'],
    ['TIMED_OUT', 'stopped', 'ExecutionTimedOut'],
    ['FAILED', 'failed', 'ExecutionFailed'],
  ] as const)(
    'is written for an execution that ended as %s without a record, and its lock is marked as stopped',
    async (status, outcome, name) => {
      await record.handler(event(status));
      expect(await written()).toMatchObject({ outcome, error: { name } });
      await expect(lock.takeLock(other, options(NOW))).rejects.toMatchObject({ name: 'RunInProgressError' });
      await expect(lock.takeLock(other, options(new Date(Date.now() + 901_000)))).resolves.toBeUndefined();
    },
  );

  it.each([
    ['a rollback, for any input', { stateMachineArn: ROLLBACK, input: '{"month":"2026-10"}' }, null, {}],
    ['a run, for an input without a month', { stateMachineArn: PIPELINE, input: '{}' }, null, null],
    ['a run', { stateMachineArn: PIPELINE, input: '{"month":"2026-10"}' }, '2026-10', null],
  ])('of an execution that ended without one is that of %s', async (_, ended, month, rollback) => {
    await record.handler(event('ABORTED', ended));
    expect(await written()).toMatchObject({ month, rollback });
  });

  it('is not changed by a later status event', async () => {
    await record.handler({
      ...EXECUTION,
      input: { month: '2026-10' },
      outcome: 'failed',
      error: { Error: 'MissingFileError', Cause: 'No movies.' },
    });
    const before = await written();
    await record.handler(event('FAILED'));
    expect(await written()).toEqual(before);
  });
});
