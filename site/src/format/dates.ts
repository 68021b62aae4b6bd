const inWords = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options });
const months = inWords({ year: 'numeric', month: 'long' });
const dates = inWords({ year: 'numeric', month: 'long', day: 'numeric' });
const moments = inWords({
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** An ingest month in words: `2026-10` is `October 2026`. */
export const monthInWords = (month: string): string => months.format(new Date(`${month}-01T00:00:00Z`));

/** A date in words: `1995-11-22` is `22 November 1995`. Years before 1000 keep their zeros. */
export function dateInWords(date: string): string {
  const [year = '', month = '01', day = '01'] = date.split('-');
  // 2000 has every day of every year; the year itself is written as it stands.
  return dates.format(new Date(Date.UTC(2000, Number(month) - 1, Number(day)))).replace('2000', year);
}

/** A moment in words, in UTC: `25 November 2026 at 22:19 UTC`. */
export const momentInWords = (moment: string): string => `${moments.format(new Date(moment))} UTC`;

const UNITS: readonly [number, Intl.RelativeTimeFormatUnit][] = [
  [365.25 * 86_400, 'year'],
  [30.44 * 86_400, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** How long ago a moment was, in its largest unit: `3 days ago`; `just now` under a minute. */
export function ago(moment: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(moment)) / 1000);
  const found = UNITS.find(([size]) => seconds >= size);
  return found ? relative.format(-Math.floor(seconds / found[0]), found[1]) : 'just now';
}
