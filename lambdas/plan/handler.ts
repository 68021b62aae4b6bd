import { noUsage } from '../../aws/usage.ts';
import { sourceFile } from '../../model/data/source-files.ts';
import { MonthAheadError } from '../../model/errors.ts';
import { ingestReportKey, planKey } from '../../model/keys.ts';
import { MAX_MONTHS_AHEAD, monthsAhead } from '../../model/months.ts';
import type { DropFile, Plan, PlanResult } from '../../model/runs/plan.ts';
import type { CommittedFile, IngestReport, MonthCommit } from '../../model/runs/reports.ts';
import {
  type Execution,
  parseRunInput,
  type RunOrder,
  type RunRequest,
  runIdOf,
} from '../../model/runs/run.ts';
import { env, numberEnv } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { acquireLock } from '../runtime/lock.ts';
import { writeJson } from '../runtime/s3.ts';
import { readLiveSlot } from '../runtime/stage.ts';
import { partItems, timing } from '../runtime/steps.ts';
import { findBase } from './base.ts';
import { readDrop } from './read-drop.ts';

/**
 * The first step: validates the input and the source, acquires the lock, finds the live slot, and writes the run's plan.
 * Invalid requests fail here, before any write.
 */
export const handler = step(
  'plan',
  async (event: Execution & { input: unknown }, now): Promise<PlanResult> => {
    const began = now();
    const request = parseRunInput(event.input);
    const { execution_arn, started_at } = event;
    assertMonthNotAhead(request, started_at);
    const { month, from, publish, dry_run, remove } = request;
    const order: RunOrder = { execution_arn, started_at, run_id: runIdOf(event), month, from, publish };

    const drop = from === 'ingest' && !remove ? await readDrop(request, started_at) : null;
    await acquireLock(order, now, numberEnv('LOCK_GRACE_SECONDS'));
    const live_slot = await readLiveSlot();
    const base = drop === null ? await findBase(request, live_slot) : null;
    // A removal has no files.
    const adopted = remove ? null : base;
    const ingested = from === 'normalize' && adopted ? await adoptRawFiles(order, adopted, began) : [];

    const plan: Plan = {
      ...order,
      dry_run,
      remove,
      force: request.force,
      reason: request.reason,
      source: drop?.source ?? adopted?.source ?? null,
      code_version: env('CODE_VERSION'),
      live_slot,
      base_run_id: base?.run_id ?? null,
      files: drop?.files ?? adopted?.files.map(adoptedFile) ?? [],
      ...timing(began, now()),
    };
    await writeJson(planKey(order.run_id), plan);
    return {
      ...order,
      dry_run,
      remove,
      files: plan.files.map(({ file }) => file),
      parts: ingested.flatMap(partItems),
    };
  },
);

/** @throws MonthAheadError if a drop is to be ingested into a month that is too far ahead */
function assertMonthNotAhead({ month, from, remove, force }: RunRequest, startedAt: string): void {
  const ahead = monthsAhead(month, new Date(startedAt));
  if (from !== 'ingest' || remove || force || ahead <= MAX_MONTHS_AHEAD) return;
  throw new MonthAheadError(
    `The ingest month ${month} is ${ahead} months after the start of this run (${startedAt}), but at most ${MAX_MONTHS_AHEAD} are allowed; correct the month, or start the run with "force" if it is meant.`,
  );
}

/** A file that an earlier run copied, as a file of this run's drop. */
const adoptedFile = ({ file, bytes }: CommittedFile): DropFile => ({
  file,
  source_name: file,
  source_bytes: bytes,
  source_version: null,
  gzipped: false,
  known: sourceFile(file) !== undefined,
});

/** A run from the committed raw copy reads the copy in place. Its ingest reports are made from the month's commit. */
async function adoptRawFiles(order: RunOrder, base: MonthCommit, now: Date): Promise<IngestReport[]> {
  const noWork = { started_at: now.toISOString(), seconds: 0, usage: noUsage() };
  const reports = base.files.map(({ counts: _, ...file }) => ({ ...file, ...noWork }));
  await Promise.all(reports.map((report) => writeJson(ingestReportKey(order.run_id, report.file), report)));
  return reports;
}
