import type { ExecutionState } from '../../aws/executions.ts';
import { findJson, writeJsonIf } from '../../aws/s3.ts';
import { LockLostError, RunInProgressError } from '../../model/errors.ts';
import { LOCK_KEY } from '../../model/keys.ts';
import type { Lock, LockHolder } from '../../model/runs/lock.ts';

/** The one lock of all runs: `locks/run.json`, taken and freed by conditional PUTs, never deleted. */

const FREE: Lock = { holder: null, since: '', stopped_at: null };

export interface LockOptions {
  readonly now: Date;
  /** For how long the functions of a stopped execution may still be running: the longest function time-out. */
  readonly graceSeconds: number;
  /** Asks Step Functions about the holder. What it throws tells nothing: the holder may be running. */
  readonly describe: (executionArn: string) => Promise<ExecutionState>;
}

/**
 * Takes the lock, or keeps it where this execution has it already. The lock of an execution that has stopped, and
 * whose end nobody heard of, is taken over once the grace has passed since.
 * @throws RunInProgressError naming the run that holds it
 */
export async function takeLock(wanted: LockHolder, options: LockOptions): Promise<void> {
  const { now, graceSeconds } = options;
  const { execution_arn, run_id, month } = wanted;
  const mine: Lock = {
    holder: { execution_arn, run_id, month },
    since: now.toISOString(),
    stopped_at: null,
  };
  for (;;) {
    const found = await findJson<Lock>(LOCK_KEY);
    const lock = found?.value ?? FREE;
    if (lock.holder?.execution_arn === execution_arn) return;
    if (lock.holder !== null) {
      const stoppedAt = lock.stopped_at ?? (await stoppedSince(lock.holder, lock.since, options));
      const freeAt = Date.parse(stoppedAt) + graceSeconds * 1000;
      if (now.getTime() < freeAt) {
        // Whoever comes next counts from the same moment. If somebody was faster, the lock says so then.
        if (lock.stopped_at === null)
          await writeJsonIf(LOCK_KEY, { ...lock, stopped_at: stoppedAt }, found!.etag);
        throw new RunInProgressError(
          `${named(lock.holder)} was stopped at ${stoppedAt}; its functions may run on until ${new Date(freeAt).toISOString()}, start again then.`,
        );
      }
    }
    if (await writeJsonIf(LOCK_KEY, mine, found?.etag ?? null)) return;
    // Somebody was faster, or this very write has arrived and only its answer was lost: the lock itself tells.
  }
}

/** When the holder's execution stopped. @throws RunInProgressError where it runs, or may run */
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
      `${named(holder)} has held the lock since ${since}, and Step Functions doesn't tell whether it is still running (${name}: ${message}); start again later.`,
    );
  }
  if (!state.running) return state.stopped_at ?? now.toISOString();
  throw new RunInProgressError(
    `${named(holder)} has been in progress since ${since}; wait for it to end, then start again.`,
  );
}

const named = ({ run_id, month }: LockHolder): string =>
  month === null ? `The rollback ${run_id}` : `The run ${run_id} of ${month}`;

/** Frees the lock if this execution holds it. */
export async function freeLock(executionArn: string, now: Date): Promise<void> {
  await change(executionArn, () => ({ ...FREE, since: now.toISOString() }));
}

/** Notes that the execution which holds the lock was stopped from outside. */
export async function noteStopped(executionArn: string, now: Date): Promise<void> {
  await change(executionArn, (lock) => ({ ...lock, stopped_at: lock.stopped_at ?? now.toISOString() }));
}

/** Before a step changes what others see. @throws LockLostError when another run has taken over meanwhile */
export async function assertLock(executionArn: string): Promise<void> {
  const holder = (await findJson<Lock>(LOCK_KEY))?.value.holder;
  if (holder?.execution_arn !== executionArn) {
    throw new LockLostError(
      `This run no longer holds the lock (${holder ? `the run ${holder.run_id} does` : 'nobody does'}), so it must not change anything; start it again.`,
    );
  }
}

/** Changes the lock for as long as this execution holds it. */
async function change(executionArn: string, next: (lock: Lock) => Lock): Promise<void> {
  for (;;) {
    const found = await findJson<Lock>(LOCK_KEY);
    if (found?.value.holder?.execution_arn !== executionArn) return;
    const lock = next(found.value);
    // A write whose answer was lost has done its work.
    if (lock.holder !== null && lock.stopped_at === found.value.stopped_at) return;
    if (await writeJsonIf(LOCK_KEY, lock, found.etag)) return;
  }
}
