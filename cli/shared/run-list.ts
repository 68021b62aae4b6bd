import { pMapIterable } from 'p-map';
import type { Bucket } from '../../aws/bucket.ts';
import type { StackNames } from '../../local/stack/info.ts';
import { LOCK_KEY, PREFIXES, runRecordKey, type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { Lock } from '../../model/runs/lock.ts';
import type { ReleaseName, SlotMarker } from '../../model/runs/reports.ts';
import { runIdOf } from '../../model/runs/run.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import type { Clients } from './clients.ts';
import { executionsInProgress } from './executions.ts';

/** A run or rollback in the list. */
export interface ListedRun {
  readonly run_id: string;
  readonly kind: 'month' | 'rollback';
  readonly started_at: string;
  /** Null for a rollback. */
  readonly month: string | null;
  readonly from: string | null;
  /** Whether it was a dry run. */
  readonly dry_run: boolean;
  /** Whether it removes its month. */
  readonly removal: boolean;
  readonly outcome: RunRecord['outcome'] | 'running' | 'waiting';
  /** The duration; for a run in progress, the time since its start. */
  readonly seconds: number;
  /** The rows of movies_metadata.csv; null before audit and for a rollback. */
  readonly counts: {
    readonly read: number;
    readonly accepted: number;
    readonly quarantined: number;
    readonly duplicates: number;
  } | null;
  readonly documents_written: number;
  readonly documents_deleted: number;
  /** Whether it switched the API. */
  readonly published: boolean;
  /** Whether the API serves its release. */
  readonly live: boolean;
  readonly reason: string | null;
  /** Sentences. */
  readonly warnings: readonly string[];
  readonly error: RunRecord['error'];
  /** The release that a rollback switched to. */
  readonly rollback_to: ReleaseName | null;
}

/** The runs, newest first. */
export interface RunList {
  /** The release that the API serves. */
  readonly live: { readonly slot: Slot; readonly run_id: string } | null;
  readonly runs: readonly ListedRun[];
  /** The number of earlier runs. */
  readonly earlier: number;
}

const RECORDS_AT_ONCE = 16;

/** Reads the newest `limit` runs from their records, and runs in progress from Step Functions. */
export async function listRuns(
  clients: Clients,
  info: StackNames,
  { limit, now, inProgress }: { limit: number; now: Date; inProgress: boolean },
): Promise<RunList> {
  const slot = await clients.stage.readLiveSlot();
  const marker = slot && (await clients.bucket.findJson<SlotMarker>(slotMarkerKey(slot)));
  const live = slot && marker ? { slot, run_id: marker.run_id } : null;
  const running = inProgress ? await runsInProgress(clients, info, now) : [];
  const ids = (await recordedIds(clients.bucket)).filter(
    (id) => !running.some(({ run_id }) => run_id === id),
  );
  const finished: ListedRun[] = [];
  let read = 0;
  // A run without a record is still in progress, or its record was deleted. It is not listed here.
  for (; read < ids.length && finished.length + running.length < limit; read += RECORDS_AT_ONCE) {
    const records = await Promise.all(
      ids
        .slice(read, read + RECORDS_AT_ONCE)
        .map((id) => clients.bucket.findJson<RunRecord>(runRecordKey(id))),
    );
    finished.push(...records.filter((record) => record !== null).map((record) => listed(record, live)));
  }
  const runs = [...running, ...finished].toSorted(newestFirst);
  return {
    live,
    runs: runs.slice(0, limit),
    earlier: Math.max(0, runs.length - limit) + Math.max(0, ids.length - read),
  };
}

/** Yields the records of the runs whose ids are higher than `earliest`. */
export async function* recordsSince({ bucket }: Clients, earliest: string): AsyncGenerator<RunRecord> {
  const ids = (await recordedIds(bucket)).filter((id) => id > earliest);
  const records = pMapIterable(ids, (id) => bucket.findJson<RunRecord>(runRecordKey(id)), {
    concurrency: RECORDS_AT_ONCE,
  });
  for await (const record of records) if (record !== null) yield record;
}

/** Orders runs by start time. Ids are not precise enough: they contain only seconds. */
export function newestFirst(a: Pick<ListedRun, 'started_at'>, b: Pick<ListedRun, 'started_at'>): number {
  return Date.parse(b.started_at) - Date.parse(a.started_at);
}

/** The ids of all folders under `runs/`, newest first: an id begins with the start time. */
export async function recordedIds(bucket: Bucket): Promise<string[]> {
  return (await Array.fromAsync(bucket.listFolders(PREFIXES.runs))).toSorted().toReversed();
}

function listed(record: RunRecord, live: RunList['live']): ListedRun {
  const { run_id, started_at, month, from, outcome, seconds, files, release, reason, error } = record;
  // Records of earlier versions lack the field.
  const rollback = record.rollback ?? null;
  const counts = files.find(({ file }) => file === 'movies_metadata.csv')?.counts ?? null;
  return {
    run_id,
    kind: rollback ? 'rollback' : 'month',
    started_at,
    month,
    from,
    dry_run: record.dry_run ?? false,
    // The run that removes a month has no first step.
    removal: !rollback && month !== null && from === null,
    outcome,
    seconds,
    counts: counts && {
      read: counts.read,
      accepted: counts.accepted,
      quarantined: counts.quarantined,
      duplicates: counts.duplicates,
    },
    documents_written: release?.documents_written ?? 0,
    documents_deleted: release?.documents_deleted ?? 0,
    published: outcome === 'succeeded' && release?.changed === true,
    live: live?.run_id === run_id,
    reason,
    // Records of earlier versions lack the field.
    warnings: record.warnings ?? [],
    error,
    rollback_to: outcome === 'succeeded' ? (rollback?.to ?? null) : null,
  };
}

async function runsInProgress(clients: Clients, info: StackNames, now: Date): Promise<ListedRun[]> {
  const lock = await clients.bucket.findJson<Lock>(LOCK_KEY);
  const machines = [
    ['month', info.state_machine_arn],
    ['rollback', info.rollback_state_machine_arn],
  ] as const;
  const found: ListedRun[] = [];
  for (const [kind, stateMachineArn] of machines) {
    for (const { executionArn, startDate, input } of await executionsInProgress(
      { clients },
      stateMachineArn,
    )) {
      const started_at = startDate.toISOString();
      const isHolder = lock?.holder?.execution_arn === executionArn;
      found.push({
        run_id: runIdOf({ execution_arn: executionArn, started_at }),
        kind,
        started_at,
        month: input.month ?? input.scheduled_time?.slice(0, 7) ?? null,
        from: kind === 'month' && !input.remove ? (input.from ?? 'ingest') : null,
        dry_run: input.dry_run ?? false,
        removal: input.remove ?? false,
        outcome: isHolder || lock?.holder == null ? 'running' : 'waiting',
        // The run may have started after `now` was read.
        seconds: Math.max(0, now.getTime() - startDate.getTime()) / 1000,
        counts: null,
        documents_written: 0,
        documents_deleted: 0,
        published: false,
        live: false,
        reason: input.reason ?? null,
        warnings: [],
        error: null,
        rollback_to: null,
      });
    }
  }
  return found;
}
