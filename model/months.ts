/** An ingest month, `YYYY-MM` in UTC: when data arrived, never when a movie was released. */
export type Month = string;

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Whether the text is a month between 2000-01 and 2099-12, the range of the catalog's partitions. */
export function isMonth(text: string): text is Month {
  return MONTH.test(text) && text.startsWith('20');
}

/** The UTC month of an instant. */
export function monthOf(instant: Date): Month {
  return instant.toISOString().slice(0, 7);
}

/** A month's year and number as in paths: `['2026', '09']`. */
export function monthParts(month: Month): [year: string, month: string] {
  return [month.slice(0, 4), month.slice(5, 7)];
}

/** The most months that an ingest month may be ahead of a run's start without `force`: more is a typing error. */
export const MAX_MONTHS_AHEAD = 24;

/** How many months later than the current UTC month a month is: above 0 for a month that has not begun. */
export function monthsAhead(month: Month, now: Date): number {
  const [year, number] = monthParts(month).map(Number) as [number, number];
  return 12 * (year - now.getUTCFullYear()) + number - (now.getUTCMonth() + 1);
}

/** When a month begins. */
export function monthStart(month: Month): Date {
  return new Date(`${month}-01T00:00:00Z`);
}
