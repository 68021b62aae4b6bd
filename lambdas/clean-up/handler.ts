import { cleanUpReportKey } from '../../model/keys.ts';
import type { RunOrder } from '../../model/runs/run.ts';
import { numberEnv } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { writeJson } from '../runtime/s3.ts';
import { cleanUp } from './clean-up.ts';

/** The last step of a run: deletes unreferenced objects of older runs and reports them. */
export const handler = step('clean-up', async ({ run_id }: Pick<RunOrder, 'run_id' | 'month'>, now) => {
  const report = await cleanUp(numberEnv('RETAIN_RUNS_DAYS'), now);
  await writeJson(cleanUpReportKey(run_id), report);
  const prefixes = Object.values(report.deleted);
  return {
    runs: report.runs.length,
    objects: prefixes.reduce((sum, { objects }) => sum + objects, 0),
    bytes: prefixes.reduce((sum, { bytes }) => sum + bytes, 0),
    complete: report.complete,
  };
});
