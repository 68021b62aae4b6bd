const dateFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
const months = dateFormat({ year: 'numeric', month: 'long' });
const times = dateFormat({
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** Formats an ingest month: `2026-10` becomes `October 2026`. */
export const monthInWords = (month: string): string => months.format(new Date(`${month}-01T00:00:00Z`));

/** Formats a timestamp in UTC: `25 November 2026 at 22:19 UTC`. */
export const timeInWords = (timestamp: string): string => `${times.format(new Date(timestamp))} UTC`;

const UNITS: readonly [number, Intl.RelativeTimeFormatUnit][] = [
  [365.25 * 86_400, 'year'],
  [30.44 * 86_400, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** Returns the time since a timestamp in its largest unit: `3 days ago`, or `just now` for less than a minute. */
export function ago(timestamp: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(timestamp)) / 1000);
  const found = UNITS.find(([size]) => seconds >= size);
  return found ? relative.format(-Math.floor(seconds / found[0]), found[1]) : 'just now';
}
