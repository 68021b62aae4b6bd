import { AsyncLocalStorage } from 'node:async_hooks';
import type { Usage } from '../model/runs/usage.ts';

/** The requests of an invocation to S3 so far, and their bytes. */
export type S3Usage = { -readonly [Name in Exclude<keyof Usage, 'memory_mb'>]: number };

const nothing = (): S3Usage => ({
  s3_reads: 0,
  s3_writes: 0,
  s3_deletes: 0,
  bytes_read: 0,
  bytes_written: 0,
});

/**
 * Counted per invocation, not per process. On Lambda a process runs one invocation at a time, but tests run several
 * steps in parallel.
 */
const current = new AsyncLocalStorage<S3Usage>();

/** Runs an invocation's work and counts its requests to S3. */
export function measureUsage<Result>(work: () => Promise<Result>): Promise<Result> {
  return current.run(nothing(), work);
}

/** The current invocation's counters, to be incremented. Outside an invocation, returns counters that are discarded. */
export const usageCounters = (): S3Usage => current.getStore() ?? nothing();

/** The usage in reports of steps that did no work. */
export const noUsage = (): Usage => ({ memory_mb: 0, ...nothing() });
