import type { IngestReport, Timing } from '../../model/reports.ts';
import type { PartItem } from '../../model/run.ts';

/** When a step began and how long it took. */
export function timing(began: Date, ended: Date): Timing {
  return { started_at: began.toISOString(), seconds: (ended.getTime() - began.getTime()) / 1000 };
}

/** The items of the distributed Map that a file's parts become; none for a file that no table reads. */
export function partItems({ file, csv }: IngestReport): PartItem[] {
  return (csv?.parts ?? []).map((_, part) => ({ file, part }));
}
