import { rollbackReportKey } from '../../model/keys.ts';
import type { RollbackOrder, RollbackReport } from '../../model/runs/reports.ts';
import { type Execution, parseRollbackInput, runIdOf } from '../../model/runs/run.ts';
import { env, numberEnv } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { acquireLock } from '../runtime/lock.ts';
import { findJson, readJson, writeJsonIf } from '../runtime/s3.ts';
import { timing } from '../runtime/steps.ts';
import { chooseRelease } from './choose.ts';

/**
 * The first step of a rollback. Acquires the lock and checks that the release to serve is complete: the previous release in the
 * other slot, or the requested release in one of the two slots. It changes nothing that readers see.
 */
export const handler = step(
  'rollback',
  async (event: Execution & { input: unknown }, now): Promise<RollbackOrder> => {
    const began = now();
    const { to: requested, reason } = parseRollbackInput(event.input);
    const { execution_arn, started_at } = event;
    const run_id = runIdOf(event);
    await acquireLock({ execution_arn, run_id, month: null }, now, numberEnv('LOCK_GRACE_SECONDS'));

    const key = rollbackReportKey(run_id);
    // The release is chosen only once. A late repeat after the switch would see the slots exchanged and switch back to
    // the newer release.
    if ((await findJson(key)) === null) {
      const chosen = await chooseRelease(requested);
      const report: RollbackReport = {
        reason,
        code_version: env('CODE_VERSION'),
        ...chosen,
        ...timing(began, now()),
      };
      await writeJsonIf(key, report, null);
    }
    const { from, to } = await readJson<RollbackReport>(key);
    return {
      execution_arn,
      started_at,
      run_id,
      live: from.slot,
      target: to.slot,
      release_run_id: to.run_id,
    };
  },
);
