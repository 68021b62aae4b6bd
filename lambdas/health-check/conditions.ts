import { type Month, monthParts } from '../../model/months.ts';
import type { Lock } from '../../model/runs/lock.ts';

const HOUR_MS = 3_600_000;

/** Days since the newest of these months began; null where there is none. */
export function dataAge(months: readonly Month[], now: Date): number | null {
  const newest = months.toSorted().at(-1);
  if (newest === undefined) return null;
  const [year, month] = monthParts(newest).map(Number) as [number, number];
  return (now.getTime() - Date.UTC(year, month - 1)) / (24 * HOUR_MS);
}

/**
 * Hours for which a run or rollback has held the lock; 0 while none does. One that is known to have stopped does nothing any more:
 * its lock only waits for whoever comes next.
 */
export function runHours(lock: Lock | null, now: Date): number {
  if (lock === null || lock.holder === null || lock.stopped_at !== null) return 0;
  return Math.max(0, (now.getTime() - Date.parse(lock.since)) / HOUR_MS);
}
