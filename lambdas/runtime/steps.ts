import { usageSoFar } from '../../aws/usage.ts';
import type { IngestReport, Timing } from '../../model/runs/reports.ts';
import type { PartItem } from '../../model/runs/run.ts';

/** When a step began, how long it took, and what it has used until its report. */
export function timing(began: Date, ended: Date): Timing {
  return {
    started_at: began.toISOString(),
    seconds: (ended.getTime() - began.getTime()) / 1000,
    usage: usageSoFar(),
  };
}

/** The items of the distributed Map that a file's parts become; none for a file that no table reads. */
export function partItems({ file, csv }: IngestReport): PartItem[] {
  return (csv?.parts ?? []).map((_, part) => ({ file, part }));
}
