import type { Bucket } from '../../aws/bucket.ts';
import { runRecordKey } from '../../model/keys.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { OptionsError } from '../shared/options.ts';
import { listRuns } from '../shared/run-list.ts';
import type { Target } from '../shared/target.ts';
import type { RunUsage } from './estimate.ts';

/** The assumed usage of the four steps that are not in the record: commit, activate, record and clean-up. Each uses 512 MB for a second. */
const UNREPORTED = { invocations: 4, gb_seconds: 4 * 0.5, s3_reads: 50, s3_writes: 30 };
/** The number of states of a run that call no function. */
const OTHER_STATES = 11;

/** The number of newest runs that are searched for one that published. */
const MAX_RUNS = 100;

/**
 * The run to measure: the given one, or else the newest that published, or else the newest that succeeded.
 * @throws OptionsError if there is none
 */
export async function measuredRun(
  { clients, names, mayBeBusy }: Target,
  runId: string | undefined,
): Promise<RunRecord> {
  if (runId !== undefined) return recordOf(clients.bucket, runId);
  const { runs } = await listRuns(clients, names, {
    limit: MAX_RUNS,
    now: new Date(),
    inProgress: mayBeBusy,
  });
  const succeeded = runs.filter(({ kind, outcome }) => kind === 'month' && outcome === 'succeeded');
  const newest = succeeded.find(({ published }) => published) ?? succeeded[0];
  if (newest === undefined) {
    throw new OptionsError('No run has succeeded yet, and an estimate needs one: run a month first.');
  }
  return recordOf(clients.bucket, newest.run_id);
}

async function recordOf(bucket: Bucket, runId: string) {
  const record = await bucket.findJson<RunRecord>(runRecordKey(runId));
  if (record === null) throw new OptionsError(`--run is "${runId}", but there is no record of this run.`);
  if (record.month === null || Object.keys(record.usage ?? {}).length === 0) {
    throw new OptionsError(
      `Run ${runId} has no usage: it was a rollback, failed early, or ran with an earlier version; give another with --run.`,
    );
  }
  return record;
}

/** The usage of a run: from its record, plus estimates for the steps that are not in it. */
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
