import { rollbackReportKey } from '../../model/keys.ts';
import type { RollbackOrder, RollbackReport } from '../../model/runs/reports.ts';
import { type Execution, parseRollbackInput, runIdOf } from '../../model/runs/run.ts';
import { env } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { acquireLock } from '../runtime/lock.ts';
import { findJson, readJson, writeJsonIf } from '../runtime/s3.ts';
import { timing } from '../runtime/steps.ts';
import { chooseRelease } from './choose.ts';

/**
 * The first step of a rollback: takes the lock, and makes sure that the other slot holds the release before, whole,
 * or that a slot holds the wanted one. Nothing that anybody sees is changed here.
 */
export const handler = step(
  'rollback',
  async (event: Execution & { input: unknown }, now): Promise<RollbackOrder> => {
    const began = now();
    const { to: wanted, reason } = parseRollbackInput(event.input);
    const { execution_arn, started_at } = event;
    const run_id = runIdOf(event);
    await acquireLock({ execution_arn, run_id, month: null }, now);

    const key = rollbackReportKey(run_id);
    // Chosen once: a late repeat, after the switch, would find the slots the other way round and go forward again.
    if ((await findJson(key)) === null) {
      const chosen = await chooseRelease(wanted);
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
