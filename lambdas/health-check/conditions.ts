import { type Month, monthStart } from '../../model/months.ts';
import type { Lock } from '../../model/runs/lock.ts';

const HOUR_MS = 3_600_000;

/** Days since the start of the newest committed month; null if there is none. Months that have not begun are ignored. */
export function dataAge(months: readonly Month[], now: Date): number | null {
  const ages = months
    .map((month) => (now.getTime() - monthStart(month).getTime()) / (24 * HOUR_MS))
    .filter((days) => days >= 0);
  return ages.length === 0 ? null : Math.min(...ages);
}

/**
 * Hours for which a run or rollback has held the lock; 0 while the lock is free. If the holder is known to have
 * stopped, the lock counts as free, because the next run takes it over.
 */
export function runHours(lock: Lock | null, now: Date): number {
  if (lock === null || lock.holder === null || lock.stopped_at !== null) return 0;
  return Math.max(0, (now.getTime() - Date.parse(lock.since)) / HOUR_MS);
}
