import { auditReportKey, commitKey, ingestReportKey, planKey } from '../../model/keys.ts';
import type { Month } from '../../model/months.ts';
import type { Plan } from '../../model/runs/plan.ts';
import type { AuditReport, IngestReport } from '../../model/runs/reports.ts';
import { runStart } from '../../model/runs/run.ts';
import { isTombstone, type MonthFile } from '../../model/runs/tombstone.ts';
import { findJson } from '../shared/lake.ts';
import type { Lake } from '../shared/objects.ts';
import { OptionsError, readMonth } from '../shared/options.ts';

/** Whose quarantine is looked at. */
export interface Selection {
  readonly month: Month;
  readonly run_id: string;
  readonly file: string;
  /** The names of the file's columns, in its order; null where ingest's report is gone. */
  readonly header: readonly string[] | null;
  /** Rows of the file; null where the run came to no end of its reading. */
  readonly read: number | null;
  /** How many rows audit counted in quarantine; null where it came to none. */
  readonly quarantined: number | null;
}

/** What `--month` or `--run` names. @throws OptionsError where there is no such thing */
export async function selectRun(
  lake: Lake,
  { month, run, file }: { readonly month?: string; readonly run?: string; readonly file: string },
): Promise<Selection> {
  const found = run === undefined ? await byMonth(lake, month!) : await byRun(lake, run);
  const ingest = await find<IngestReport>(lake, ingestReportKey(found.run_id, file));
  const counts = (await find<AuditReport>(lake, auditReportKey(found.run_id)))?.files[file];
  return {
    ...found,
    file,
    header: ingest?.csv?.header ?? null,
    read: counts?.read ?? ingest?.csv?.rows ?? null,
    quarantined: counts?.quarantined ?? null,
  };
}

/** Checks the options that {@link selectRun} takes. @throws OptionsError */
export function checkSelection(
  { month, run }: { readonly month?: string | undefined; readonly run?: string | undefined },
  usage: string,
): void {
  if ((month === undefined) === (run === undefined))
    throw new OptionsError(`Give either --month or --run. Usage: ${usage}`);
  if (month !== undefined) readMonth(month);
  if (run !== undefined && runStart(run) === null)
    throw new OptionsError(`--run is "${run}", but must be a run's id such as 20261001T060000Z-0a1b2c3d.`);
}

async function byMonth(lake: Lake, month: Month): Promise<Pick<Selection, 'month' | 'run_id'>> {
  const commit = await find<MonthFile>(lake, commitKey(month));
  if (commit === null)
    throw new OptionsError(`${month} has never been committed; --run looks at a run that failed.`);
  if (isTombstone(commit)) {
    throw new OptionsError(
      `${month} was removed by the run ${commit.run_id}; --run looks at the run that had brought it.`,
    );
  }
  return { month, run_id: commit.run_id };
}

async function byRun(lake: Lake, run: string): Promise<Pick<Selection, 'month' | 'run_id'>> {
  const plan = await find<Plan>(lake, planKey(run));
  if (plan === null) {
    throw new OptionsError(
      `The run ${run} has no plan here: it ended before it had one, has been cleaned up, or there was no such run of a month.`,
    );
  }
  // Such a run judges no rows: those of the committed run are what it rests on.
  return { month: plan.month, run_id: plan.from === 'aggregate' ? (plan.base_run_id ?? run) : run };
}

const find = <Value>({ clients, names }: Lake, key: string): Promise<Value | null> =>
  findJson<Value>(clients, names, key);
