import { usageCounters } from '../../aws/usage.ts';
import type { IngestReport, Timing } from '../../model/runs/reports.ts';
import type { PartItem } from '../../model/runs/run.ts';
import { optionalEnv } from './env.ts';

/** When a step began, how long it took, and what it used until its report. */
export function timing(began: Date, ended: Date): Timing {
  return {
    started_at: began.toISOString(),
    seconds: (ended.getTime() - began.getTime()) / 1000,
    // Lambda sets the variable.
    usage: { memory_mb: Number(optionalEnv('AWS_LAMBDA_FUNCTION_MEMORY_SIZE') ?? 0), ...usageCounters() },
  };
}

/** The items of the distributed Map, one per part of the file; none for a file that no table reads. */
export function partItems({ file, csv }: IngestReport): PartItem[] {
  return (csv?.parts ?? []).map((_, part) => ({ file, part }));
}
