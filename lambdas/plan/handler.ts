import { MonthNotCommittedError } from '../../model/errors.ts';
import { commitKey, ingestReportKey, planKey } from '../../model/keys.ts';
import type {
  CommittedFile,
  DropFile,
  IngestReport,
  MonthCommit,
  Plan,
  PlanResult,
} from '../../model/reports.ts';
import { type Execution, parseRunInput, type RunOrder, type RunRequest, runIdOf } from '../../model/run.ts';
import { sourceFile } from '../../model/source-files.ts';
import { env } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { findJson, writeJson } from '../runtime/s3.ts';
import { readLiveSlot } from '../runtime/stage.ts';
import { partItems, timing } from '../runtime/steps.ts';
import { takeTurn } from '../runtime/turn.ts';
import { readDrop } from './read-drop.ts';

/**
 * The first step: judges the input and the source, takes the lock, finds the live slot, and writes what the run
 * is to do. Whatever is wrong with a request is found here, before anything is touched.
 */
export const handler = step(
  'plan',
  async (event: Execution & { input: unknown }, now): Promise<PlanResult> => {
    const began = now();
    const request = parseRunInput(event.input);
    const { execution_arn, started_at } = event;
    const { month, from, publish } = request;
    const order: RunOrder = { execution_arn, started_at, run_id: runIdOf(event), month, from, publish };

    const drop = from === 'ingest' ? await readDrop(request, started_at) : null;
    await takeTurn(order, now);
    const base = from === 'ingest' ? null : await readCommit(request);

    const plan: Plan = {
      ...order,
      force: request.force,
      reason: request.reason,
      source: drop?.source ?? base?.source ?? null,
      code_version: env('CODE_VERSION'),
      live_slot: await readLiveSlot(),
      base_run_id: base?.run_id ?? null,
      files: drop?.files ?? base?.files.map(adoptedFile) ?? [],
      ...timing(began, now()),
    };
    const ingested = from === 'normalize' && base ? await adoptRawFiles(order, base, began) : [];
    await writeJson(planKey(order.run_id), plan);
    return { ...order, files: plan.files.map(({ file }) => file), parts: ingested.flatMap(partItems) };
  },
);

async function readCommit({ month, from }: RunRequest): Promise<MonthCommit> {
  const found = await findJson<MonthCommit>(commitKey(month));
  if (found === null) {
    throw new MonthNotCommittedError(
      `${month} has never been committed, so it cannot be run from "${from}"; run it from "ingest".`,
    );
  }
  return found.value;
}

/** A file that an earlier run has copied, as if this run's drop held it. */
const adoptedFile = ({ file, bytes }: CommittedFile): DropFile => ({
  file,
  source_name: file,
  source_bytes: bytes,
  source_version: null,
  gzipped: false,
  known: sourceFile(file) !== undefined,
});

/** A run from the committed raw copy reads it where it lies: the ingest reports of that run become this run's. */
async function adoptRawFiles(order: RunOrder, base: MonthCommit, now: Date): Promise<IngestReport[]> {
  const reports = base.files.map(({ counts: _, ...file }) => ({ ...file, ...timing(now, now) }));
  await Promise.all(reports.map((report) => writeJson(ingestReportKey(order.run_id, report.file), report)));
  return reports;
}
