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

/** A month's year and month number as they stand in paths: `['2026', '09']`. */
export function monthParts(month: Month): [year: string, month: string] {
  return [month.slice(0, 4), month.slice(5, 7)];
}
