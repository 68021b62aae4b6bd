import { LockLostError, RunInProgressError } from '../../model/errors.ts';
import { LOCK_KEY, runRecordKey } from '../../model/keys.ts';
import type { Lock, LockHolder } from '../../model/runs/lock.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { describeExecution, type ExecutionState } from './executions.ts';
import { findJson, findVersionedJson, writeJsonIf } from './s3.ts';

/** The one lock for all runs: `locks/run.json`, taken and freed by conditional PUTs, never deleted. */

const FREE: Lock = { holder: null, since: '', stopped_at: null };

export interface LockOptions {
  readonly now: Date;
  /** How long the functions of a stopped execution may still be running: the longest function time-out. */
  readonly graceSeconds: number;
  /** Asks Step Functions whether the holder is running. After an error the holder counts as running. */
  readonly describe: (executionArn: string) => Promise<ExecutionState>;
}

/**
 * Acquires the lock for a run or a rollback in its first step. If the execution was stopped before this step, its record may
 * already have been written, and that step found no lock to free. In this case the lock is freed here.
 * @throws RunInProgressError while another execution holds the lock; LockLostError
 */
export async function acquireLock(holder: LockHolder, now: () => Date, graceSeconds: number): Promise<void> {
  await takeLock(holder, { now: now(), graceSeconds, describe: describeExecution });
  if ((await findJson<RunRecord>(runRecordKey(holder.run_id))) === null) return;
  await freeLock(holder.execution_arn, now());
  throw new LockLostError(`The run ${holder.run_id} has already ended; start it again.`);
}

/**
 * Acquires the lock, or keeps it if this execution already holds it. Stale locks are detected by DescribeExecution and taken
 * over after the grace period.
 * @throws RunInProgressError naming the run that holds it
 */
export async function takeLock(wanted: LockHolder, options: LockOptions): Promise<void> {
  const { now, graceSeconds } = options;
  const { execution_arn, run_id, month } = wanted;
  const taken: Lock = {
    holder: { execution_arn, run_id, month },
    since: now.toISOString(),
    stopped_at: null,
  };
  for (;;) {
    const found = await findVersionedJson<Lock>(LOCK_KEY);
    const lock = found?.value ?? FREE;
    if (lock.holder?.execution_arn === execution_arn) return;
    if (lock.holder !== null) {
      const stoppedAt = lock.stopped_at ?? (await stoppedSince(lock.holder, lock.since, options));
      const freeAt = Date.parse(stoppedAt) + graceSeconds * 1000;
      if (now.getTime() < freeAt) {
        // Later attempts count the grace period from the same time. If this write fails, another execution wrote the time.
        if (lock.stopped_at === null)
          await writeJsonIf(LOCK_KEY, { ...lock, stopped_at: stoppedAt }, found!.etag);
        throw new RunInProgressError(
          `${described(lock.holder)} was stopped at ${stoppedAt}; its functions may still be running until ${new Date(freeAt).toISOString()}, start again then.`,
        );
      }
    }
    if (await writeJsonIf(LOCK_KEY, taken, found?.etag ?? null)) return;
    // Either another execution was faster, or this write succeeded and only its response was lost. The next read
    // distinguishes the two cases.
  }
}

/** When the holder's execution stopped. @throws RunInProgressError if it is or may be running */
async function stoppedSince(
  holder: LockHolder,
  since: string,
  { now, describe }: LockOptions,
): Promise<string> {
  let state: ExecutionState;
  try {
    state = await describe(holder.execution_arn);
  } catch (error) {
    const { name, message } = error as Error;
    throw new RunInProgressError(
      `${described(holder)} has held the lock since ${since}, and Step Functions doesn't report whether it is still running (${name}: ${message}); start again later.`,
    );
  }
  if (!state.running) return state.stopped_at ?? now.toISOString();
  throw new RunInProgressError(
    `${described(holder)} has been in progress since ${since}; wait for it to end, then start again.`,
  );
}

const described = ({ run_id, month }: LockHolder): string =>
  month === null ? `The rollback ${run_id}` : `The run ${run_id} of ${month}`;

/** Frees the lock if this execution holds it. */
export async function freeLock(executionArn: string, now: Date): Promise<void> {
  await changeLock(executionArn, () => ({ ...FREE, since: now.toISOString() }));
}

/** Records in the lock that the execution holding it was stopped from outside. */
export async function noteStopped(executionArn: string, now: Date): Promise<void> {
  await changeLock(executionArn, (lock) => ({ ...lock, stopped_at: lock.stopped_at ?? now.toISOString() }));
}

/** Called before a step changes anything that others read. @throws LockLostError if another run has taken the lock over */
export async function assertLock(executionArn: string): Promise<void> {
  const holder = (await findJson<Lock>(LOCK_KEY))?.holder;
  if (holder?.execution_arn !== executionArn) {
    throw new LockLostError(
      `This run no longer holds the lock (${holder ? `the run ${holder.run_id} does` : 'it is free'}), so it must not change anything; start it again.`,
    );
  }
}

/** Changes the lock while this execution holds it. */
async function changeLock(executionArn: string, next: (lock: Lock) => Lock): Promise<void> {
  for (;;) {
    const found = await findVersionedJson<Lock>(LOCK_KEY);
    if (found?.value.holder?.execution_arn !== executionArn) return;
    const lock = next(found.value);
    // An earlier write succeeded, and only its response was lost.
    if (lock.holder !== null && lock.stopped_at === found.value.stopped_at) return;
    if (await writeJsonIf(LOCK_KEY, lock, found.etag)) return;
  }
}
