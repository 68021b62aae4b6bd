import { LockLostError, RunInProgressError } from '../../model/errors.ts';
import { LOCK_KEY } from '../../model/keys.ts';
import type { RunOrder } from '../../model/run.ts';
import { findJson, writeJsonIf } from './s3.ts';

/** The one lock of all months: `locks/run.json`, taken and freed by conditional PUTs, never deleted. */
interface Lock {
  readonly holder: { readonly execution_arn: string; readonly run_id: string; readonly month: string } | null;
  /** When the lock changed hands last. */
  readonly since: string;
  /** When the holder's execution was found stopped; its functions may still run for a while. */
  readonly stopped_at: string | null;
}

/**
 * Takes the lock, or keeps it where this execution has it already. A stopped execution's lock is taken over once
 * `graceSeconds`, the longest function time-out, have passed since.
 * @throws RunInProgressError naming the run that holds it
 */
export async function takeLock(order: RunOrder, now: Date, graceSeconds: number): Promise<void> {
  const found = await findJson<Lock>(LOCK_KEY);
  const { holder, stopped_at, since } = found?.value ?? { holder: null, stopped_at: null, since: '' };
  if (holder?.execution_arn === order.execution_arn) return;
  const dead = stopped_at !== null && Date.parse(stopped_at) + graceSeconds * 1000 <= now.getTime();
  if (holder !== null && !dead) {
    throw new RunInProgressError(
      `The run ${holder.run_id} of ${holder.month} has been in progress since ${since}; wait for it to end, then start again.`,
    );
  }
  const { execution_arn, run_id, month } = order;
  const lock: Lock = { holder: { execution_arn, run_id, month }, since: now.toISOString(), stopped_at: null };
  if (!(await writeJsonIf(LOCK_KEY, lock, found?.etag ?? null))) {
    throw new RunInProgressError('Another run has just begun; wait for it to end, then start again.');
  }
}

/** Frees the lock if this execution holds it. */
export async function freeLock(executionArn: string, now: Date): Promise<void> {
  await change(executionArn, () => ({ holder: null, since: now.toISOString(), stopped_at: null }));
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

async function change(executionArn: string, next: (lock: Lock) => Lock): Promise<void> {
  for (;;) {
    const found = await findJson<Lock>(LOCK_KEY);
    if (found?.value.holder?.execution_arn !== executionArn) return;
    if (await writeJsonIf(LOCK_KEY, next(found.value), found.etag)) return;
  }
}
