import { AsyncLocalStorage } from 'node:async_hooks';
import type { Usage } from '../model/runs/usage.ts';
import { optionalEnv } from './env.ts';

type Counts = { -readonly [Name in Exclude<keyof Usage, 'memory_mb'>]: number };

const nothing = (): Counts => ({ s3_reads: 0, s3_writes: 0, s3_deletes: 0, bytes_read: 0, bytes_written: 0 });

/** By the invocation and not by the process: on Lambda that is the same, but tests call steps side by side. */
const underWay = new AsyncLocalStorage<Counts>();

/** Runs an invocation's work, and counts what it asks for. */
export function counted<Result>(work: () => Promise<Result>): Promise<Result> {
  return underWay.run(nothing(), work);
}

/** The counts of the invocation under way, to be added to; outside of one nobody reads them. */
export const counts = (): Counts => underWay.getStore() ?? nothing();

/** What the invocation under way has used so far. */
export const usageSoFar = (): Usage => ({
  // Lambda itself sets it.
  memory_mb: Number(optionalEnv('AWS_LAMBDA_FUNCTION_MEMORY_SIZE') ?? 0),
  ...counts(),
});

/** What a report says that no work was done for. */
export const noUsage = (): Usage => ({ memory_mb: 0, ...nothing() });
