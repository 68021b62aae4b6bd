import { numberEnv } from '../../aws/env.ts';
import { describeExecution } from '../../aws/executions.ts';
import { findJson } from '../../aws/s3.ts';
import { LockLostError } from '../../model/errors.ts';
import { runRecordKey } from '../../model/keys.ts';
import type { LockHolder } from '../../model/runs/lock.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { freeLock, takeLock } from './lock.ts';

/**
 * Takes the lock for a run or a rollback. An execution that was stopped before its first step came here has been
 * recorded already, and found no lock to mark: the lock taken since is given back.
 * @throws RunInProgressError while another has its turn; LockLostError
 */
export async function takeTurn(holder: LockHolder, now: () => Date): Promise<void> {
  await takeLock(holder, {
    now: now(),
    graceSeconds: numberEnv('LOCK_GRACE_SECONDS'),
    describe: describeExecution,
  });
  if ((await findJson<RunRecord>(runRecordKey(holder.run_id))) === null) return;
  await freeLock(holder.execution_arn, now());
  throw new LockLostError(`The run ${holder.run_id} has ended already; start it again.`);
}
