import type { Bucket } from '../../aws/bucket.ts';
import { auditReportKey, commitKey, ingestReportKey, planKey } from '../../model/keys.ts';
import type { Month } from '../../model/months.ts';
import type { Plan } from '../../model/runs/plan.ts';
import type { AuditReport, IngestReport } from '../../model/runs/reports.ts';
import { runStart } from '../../model/runs/run.ts';
import { isTombstone, type MonthFile } from '../../model/runs/tombstone.ts';
import { OptionsError, readMonth } from '../shared/options.ts';

/** The run and file whose quarantine is read. */
export interface Selection {
  readonly month: Month;
  readonly run_id: string;
  readonly file: string;
  /** The names of the file's columns, in file order; null if ingest's report was deleted. */
  readonly header: readonly string[] | null;
  /** Rows of the file; null if the run did not read the whole file. */
  readonly read: number | null;
  /** The number of quarantined rows in audit's report; null if the run ended before audit. */
  readonly quarantined: number | null;
}

/** Finds the run that `--month` or `--run` selects. @throws OptionsError if it does not exist */
export async function selectRun(
  bucket: Bucket,
  { month, run, file }: { readonly month?: string; readonly run?: string; readonly file: string },
): Promise<Selection> {
  const found = run === undefined ? await byMonth(bucket, month!) : await byRun(bucket, run);
  const ingest = await find<IngestReport>(bucket, ingestReportKey(found.run_id, file));
  const counts = (await find<AuditReport>(bucket, auditReportKey(found.run_id)))?.files[file];
  return {
    ...found,
    file,
    header: ingest?.csv?.header ?? null,
    read: counts?.read ?? ingest?.csv?.rows ?? null,
    quarantined: counts?.quarantined ?? null,
  };
}

/** Checks the options of {@link selectRun}. @throws OptionsError */
export function checkSelection({
  month,
  run,
}: {
  readonly month?: string | undefined;
  readonly run?: string | undefined;
}): void {
  if ((month === undefined) === (run === undefined)) throw new OptionsError('Give either --month or --run.');
  if (month !== undefined) readMonth(month);
  if (run !== undefined && runStart(run) === null)
    throw new OptionsError(`--run is "${run}", but must be a run's id such as 20261001T060000Z-0a1b2c3d.`);
}

async function byMonth(bucket: Bucket, month: Month): Promise<Pick<Selection, 'month' | 'run_id'>> {
  const commit = await find<MonthFile>(bucket, commitKey(month));
  if (commit === null)
    throw new OptionsError(`${month} was never committed; use --run for a run that failed.`);
  if (isTombstone(commit)) {
    throw new OptionsError(
      `${month} was removed by run ${commit.run_id}; use --run for the run that had committed it.`,
    );
  }
  return { month, run_id: commit.run_id };
}

async function byRun(bucket: Bucket, run: string): Promise<Pick<Selection, 'month' | 'run_id'>> {
  const plan = await find<Plan>(bucket, planKey(run));
  if (plan === null) {
    throw new OptionsError(
      `Run ${run} has no plan: it failed before the plan was written, was cleaned up, or is not the run of a month.`,
    );
  }
  // A run that starts at the aggregate step validates no rows, so the quarantine is that of the committed run.
  return { month: plan.month, run_id: plan.from === 'aggregate' ? (plan.base_run_id ?? run) : run };
}

const find = <Value>(bucket: Bucket, key: string): Promise<Value | null> => bucket.findJson<Value>(key);
