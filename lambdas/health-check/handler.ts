import { readCommits } from '../../aws/commits.ts';
import { LOCK_KEY } from '../../model/keys.ts';
import type { Lock } from '../../model/runs/lock.ts';
import { beginLogging, logger } from '../runtime/log.ts';
import { emitMetrics } from '../runtime/metrics.ts';
import { dataBucket, findJson } from '../runtime/s3.ts';
import { dataAge, runHours } from './conditions.ts';

/** The result of a health check. */
export interface HealthCheck {
  /** In days; null while no month that has begun is committed. */
  readonly data_age: number | null;
  /** Committed months. */
  readonly months: number;
  readonly run_hours: number;
}

/**
 * Detects two problems that cause no event: data that gets old because no run is started, and a run that doesn't end. Runs
 * every hour, changes nothing, and is not a step of a run.
 */
export async function handler(): Promise<HealthCheck> {
  const now = new Date();
  const lock = await findJson<Lock>(LOCK_KEY);
  const { run_id, month } = lock?.holder ?? {};
  beginLogging('health-check', { ...(run_id && { run_id }), ...(month && { month }) });
  const months = (await readCommits(dataBucket)).map((commit) => commit.month);
  const check: HealthCheck = {
    data_age: dataAge(months, now),
    months: months.length,
    run_hours: runHours(lock, now),
  };
  emitMetrics({
    ...(check.data_age !== null && { DataAge: check.data_age }),
    MonthsCommitted: check.months,
    RunHours: check.run_hours,
  });
  logger.info('checked', { ...check });
  return check;
}
