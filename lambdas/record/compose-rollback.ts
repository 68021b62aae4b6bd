import { rollbackReportKey } from '../../model/keys.ts';
import type { RollbackReport } from '../../model/runs/reports.ts';
import { rollbackInput, runIdOf } from '../../model/runs/run.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { stepUsage } from '../../model/runs/usage.ts';
import { env } from '../runtime/env.ts';
import { findJson } from '../runtime/s3.ts';
import type { Outcome } from './compose.ts';
import { slotAfter } from './slot-after.ts';

/** The record of a rollback, which reads no files and writes no documents. */
export async function composeRollbackRecord(
  { execution, input, outcome, error }: Outcome,
  finishedAt: string,
): Promise<RunRecord> {
  const { execution_arn, started_at } = execution;
  const runId = runIdOf(execution);
  const report = await findJson<RollbackReport>(rollbackReportKey(runId));
  const request = rollbackInput.safeParse(input).data;
  return {
    run_id: runId,
    outcome,
    month: null,
    source: null,
    from: null,
    dry_run: false,
    publish: null,
    force: null,
    reason: request?.reason ?? null,
    warnings: [],
    execution_arn,
    code_version: env('CODE_VERSION'),
    started_at,
    finished_at: finishedAt,
    seconds: (Date.parse(finishedAt) - Date.parse(started_at)) / 1000,
    error,
    committed: false,
    removed: false,
    files: [],
    tables: {},
    gates: [],
    genre_addresses: null,
    changes_movies: null,
    downloads: null,
    release: report && {
      changed: report.to.slot !== report.from.slot,
      slot: await slotAfter(outcome, report.to.slot),
      changes: report.changes,
      documents_written: 0,
      documents_deleted: 0,
    },
    rollback: { from: report?.from ?? null, to: report?.to ?? null },
    timings: report ? { rollback: report.seconds } : {},
    usage: report ? { rollback: stepUsage([report]) } : {},
  };
}
