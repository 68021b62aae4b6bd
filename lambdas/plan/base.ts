import { MonthNotCommittedError } from '../../model/errors.ts';
import { commitKey, runRecordKey, type Slot } from '../../model/keys.ts';
import type { MonthCommit } from '../../model/runs/reports.ts';
import type { RunRequest } from '../../model/runs/run.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { isCommit, type MonthFile, type Tombstone } from '../../model/runs/tombstone.ts';
import { readLiveRelease } from '../runtime/live-release.ts';
import { findJson } from '../runtime/s3.ts';

/**
 * The commit that a run starts from or removes; null if an unfinished removal is repeated.
 * @throws MonthNotCommittedError
 */
export async function findBase(
  { month, from, remove }: RunRequest,
  liveSlot: Slot | null,
): Promise<MonthCommit | null> {
  const file = await findJson<MonthFile>(commitKey(month));
  if (file === null) {
    throw new MonthNotCommittedError(
      remove
        ? `${month} has never been committed, so there is nothing to remove.`
        : `${month} has never been committed, so it cannot be run from "${from}"; run it from "ingest".`,
    );
  }
  if (isCommit(file)) return file;
  const removed = `${month} was removed by the run ${file.run_id} at ${file.committed_at}`;
  if (!remove) {
    throw new MonthNotCommittedError(
      `${removed}, so it cannot be run from "${from}"; run it from "ingest" with its source.`,
    );
  }
  if (await isFinished(file, liveSlot)) {
    throw new MonthNotCommittedError(`${removed}, so there is nothing left to remove.`);
  }
  return null;
}

/**
 * Whether a removal is complete and published in the API. A removal may be repeated if it failed after its commit, was not
 * published, or was rolled back. If the last month was removed, only such a repeat can update the API.
 */
async function isFinished({ month, run_id }: Tombstone, liveSlot: Slot | null): Promise<boolean> {
  const record = await findJson<RunRecord>(runRecordKey(run_id));
  const release = await readLiveRelease(liveSlot);
  return record?.outcome === 'succeeded' && !release?.months.some((served) => served.month === month);
}
