import { readCommits } from '../../aws/commits.ts';
import { LOCK_KEY } from '../../model/keys.ts';
import type { Lock } from '../../model/runs/lock.ts';
import { beginLogging, logger } from '../runtime/log.ts';
import { emitMetrics } from '../runtime/metrics.ts';
import { dataBucket, findJson } from '../runtime/s3.ts';
import { dataAge, runHours } from './conditions.ts';

/** What there was to see. */
export interface Look {
  /** In days; null while no month is committed. */
  readonly data_age: number | null;
  readonly months: number;
  readonly run_hours: number;
}

/**
 * Looks every hour at what no event would tell: that the data has grown old because nothing runs any more, and that a run
 * doesn't come to its end. It changes nothing, and is no step of a run.
 */
export async function handler(): Promise<Look> {
  const now = new Date();
  const lock = await findJson<Lock>(LOCK_KEY);
  const { run_id, month } = lock?.holder ?? {};
  beginLogging('watch', { ...(run_id && { run_id }), ...(month && { month }) });
  const months = (await readCommits(dataBucket)).map((commit) => commit.month);
  const look: Look = {
    data_age: dataAge(months, now),
    months: months.length,
    run_hours: runHours(lock, now),
  };
  emitMetrics({
    ...(look.data_age !== null && { DataAge: look.data_age }),
    MonthsCommitted: look.months,
    RunHours: look.run_hours,
  });
  logger.info('looked', { ...look });
  return look;
}
