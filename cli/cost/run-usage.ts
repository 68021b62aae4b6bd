import type { Bucket } from '../../aws/bucket.ts';
import { runRecordKey } from '../../model/keys.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { OptionsError } from '../shared/options.ts';
import { listRuns } from '../shared/run-list.ts';
import type { Target } from '../shared/target.ts';
import type { RunUsage } from './estimate.ts';

/** Functions of a run whose reports aren't in its record: commit, activate, record, clean-up; a second of 512 MB each. */
const UNREPORTED = { invocations: 4, gb_seconds: 4 * 0.5, s3_reads: 50, s3_writes: 30 };
/** States of a run that call no function: they take the input, choose, list parts, wait and end. */
const OTHER_STATES = 11;

/** How many runs are looked through for one that went all the way. */
const LOOKED_THROUGH = 100;

/**
 * The run that an estimate is made from: the one that is named, or the newest that published something, or else the
 * newest that succeeded.
 * @throws OptionsError where there is none
 */
export async function measuredRun(
  { clients, names, mayBeBusy }: Target,
  runId: string | undefined,
): Promise<RunRecord> {
  if (runId !== undefined) return recordOf(clients.bucket, runId);
  const { runs } = await listRuns(clients, names, {
    limit: LOOKED_THROUGH,
    now: new Date(),
    inProgress: mayBeBusy,
  });
  const succeeded = runs.filter(({ kind, outcome }) => kind === 'month' && outcome === 'succeeded');
  const chosen = succeeded.find(({ published }) => published) ?? succeeded[0];
  if (chosen === undefined) {
    throw new OptionsError('No run has succeeded yet, and an estimate is made from one: run a month first.');
  }
  return recordOf(clients.bucket, chosen.run_id);
}

async function recordOf(bucket: Bucket, runId: string) {
  const record = await bucket.findJson<RunRecord>(runRecordKey(runId));
  if (record === null) throw new OptionsError(`--run is "${runId}", but no such run has left a record.`);
  if (record.month === null || Object.keys(record.usage ?? {}).length === 0) {
    throw new OptionsError(
      `The run ${runId} was not measured: it was a rollback, failed early, or ran with an earlier version; give another by --run.`,
    );
  }
  return record;
}

/** What a run used, as far as its record tells, and what is known of the rest. */
export function runUsage({ usage, release }: RunRecord, documentBytes: number): RunUsage {
  const steps = Object.values(usage);
  const sum = (field: keyof typeof UNREPORTED): number =>
    steps.reduce((total, step) => total + step[field], UNREPORTED[field]);
  const invocations = sum('invocations');
  return {
    invocations,
    gb_seconds: sum('gb_seconds'),
    s3_reads: sum('s3_reads'),
    s3_writes: sum('s3_writes'),
    state_transitions: invocations + OTHER_STATES,
    replaced_bytes: (release?.documents_written ?? 0) * documentBytes,
  };
}
