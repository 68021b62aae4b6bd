import { readCommits } from '../../aws/commits.ts';
import type { Month } from '../../model/months.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { executionsInProgress } from '../shared/executions.ts';
import { recordsSince } from '../shared/run-list.ts';
import { monthRequest } from '../shared/run-month.ts';
import type { Target } from '../shared/target.ts';
import { type BackfillId, backfillReason, earliestRunId, isOfBackfill } from './id.ts';

export interface BackfillOptions {
  readonly id: BackfillId;
  readonly months: readonly Month[];
  /** Whether an earlier process may have started runs of this backfill. */
  readonly resumed: boolean;
  readonly source?: string;
  readonly from?: string;
  readonly force: boolean;
  readonly reason: string | null;
  readonly log: (line: string) => void;
}

/** The result of a month. */
export interface BackfilledMonth {
  readonly month: Month;
  /** `skipped`: an earlier process of this backfill committed the month. */
  readonly outcome: 'committed' | 'skipped' | 'failed';
  readonly run_id: string | null;
  readonly seconds: number | null;
  /** The rows of movies_metadata.csv. */
  readonly read: number | null;
  readonly accepted: number | null;
  readonly quarantined: number | null;
  readonly duplicates: number | null;
  /** The name and the message of the error. */
  readonly error: string | null;
}

/** The result of a backfill. */
export interface Backfill {
  readonly id: BackfillId;
  readonly months: readonly BackfilledMonth[];
  /** The run that published them; null if a month failed. */
  readonly published: {
    readonly run_id: string | null;
    /** `unchanged`: the API already serves these figures. */
    readonly outcome: 'published' | 'unchanged' | 'failed';
    readonly error: string | null;
  } | null;
}

/**
 * Runs months in order without publishing, and publishes once at the end. The backfill ends when a month fails. Months that
 * this backfill committed in an earlier process are skipped.
 */
export async function backfill(target: Target, options: BackfillOptions): Promise<Backfill> {
  const { id, months, log } = options;
  const committed = options.resumed ? await committedBefore(target, options) : new Map<Month, RunRecord>();
  if (options.resumed) {
    const before = months.filter((month) => committed.has(month)).length;
    log(`${before} of ${months.length} months are already committed.`);
  }
  const done: BackfilledMonth[] = [];
  for (const [at, month] of months.entries()) {
    const before = committed.get(month);
    const result = before
      ? { ...figuresOf(month, before), outcome: 'skipped' as const }
      : await runMonth(target, options, month, `[${at + 1}/${months.length}]`);
    done.push(result);
    if (result.outcome === 'failed') return { id, months: done, published: null };
  }
  return { id, months: done, published: await publish(target, options) };
}

/** Finds the runs of this backfill that have committed months. If one is in progress, waits for its end. */
async function committedBefore(
  target: Target,
  { id, log }: BackfillOptions,
): Promise<ReadonlyMap<Month, RunRecord>> {
  // A run on AWS continues when the process of its command is killed.
  const running = target.mayBeBusy ? await executionsInProgress(target, target.names.state_machine_arn) : [];
  for (const { executionArn, input } of running) {
    if (!isOfBackfill(input.reason, id)) continue;
    const request = monthRequest({ month: input.month! });
    log(`${request.label}  Following the run that this backfill has started`);
    await target.follow(request, executionArn);
  }
  const committed = new Map<Month, RunRecord>();
  const present = new Set((await readCommits(target.clients.bucket)).map(({ month }) => month));
  for await (const record of recordsSince(target.clients, earliestRunId(id)))
    if (isDone(record, id, present)) committed.set(record.month!, record);
  return committed;
}

/** Whether a run has committed its month for this backfill. A month that was removed since must run again. */
export const isDone = (
  { committed, month, reason }: Pick<RunRecord, 'committed' | 'month' | 'reason'>,
  id: BackfillId,
  present: ReadonlySet<Month>,
): boolean => committed && month !== null && present.has(month) && isOfBackfill(reason, id);

async function runMonth(
  target: Target,
  { id, source, from, force, reason, log }: BackfillOptions,
  month: Month,
  place: string,
): Promise<BackfilledMonth> {
  const request = monthRequest({
    month,
    ...(source !== undefined && { source }),
    ...(from !== undefined && { from }),
    publish: false,
    ...(force && { force: true }),
    reason: backfillReason(id, place, reason),
  });
  log(`${place} ${month} …`);
  const run = await target.run({ ...request, label: `${place} ${month}` });
  const record = run.record === null ? null : (JSON.parse(run.record) as RunRecord);
  return {
    ...figuresOf(month, record),
    outcome: run.succeeded ? 'committed' : 'failed',
    error: run.failure,
  };
}

function figuresOf(month: Month, record: RunRecord | null): Omit<BackfilledMonth, 'outcome'> {
  const counts = record?.files.find(({ file }) => file === 'movies_metadata.csv')?.counts;
  return {
    month,
    run_id: record?.run_id ?? null,
    seconds: record?.seconds ?? null,
    read: counts?.read ?? null,
    accepted: counts?.accepted ?? null,
    quarantined: counts?.quarantined ?? null,
    duplicates: counts?.duplicates ?? null,
    error: null,
  };
}

/** Starts one run that publishes all committed months. */
async function publish(
  target: Target,
  { id, months, reason }: BackfillOptions,
): Promise<NonNullable<Backfill['published']>> {
  const request = monthRequest({
    month: months.at(-1)!,
    from: 'aggregate',
    reason: backfillReason(id, '[publish]', reason),
  });
  const run = await target.run({ ...request, label: '[publish]' });
  const record = run.record === null ? null : (JSON.parse(run.record) as RunRecord);
  const outcome = record?.release?.changed === true ? 'published' : 'unchanged';
  return {
    run_id: record?.run_id ?? null,
    outcome: run.succeeded ? outcome : 'failed',
    error: run.failure,
  };
}
