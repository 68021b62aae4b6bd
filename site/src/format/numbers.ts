/** How numbers are written: in English, with commas, a true minus sign, and spaces that don't break before units. */

const NBSP = '\u00a0';
/** What stands where a figure isn't known. */
export const UNKNOWN = '–';

const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const minus = (text: string): string => text.replace('-', '\u2212');

/** A whole number: `10,674`. */
export const count = (value: number): string => minus(counts.format(value));

/** A number with exactly so many decimals: `4.36`. */
export const decimal = (value: number, digits: number): string =>
  minus(value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }));

/** A count with its noun: `1 movie`, `14 movies`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)}${NBSP}${value === 1 ? one : many}`;

/** A part of a whole: `29%`, `under 1%` for what isn't nothing, `over 99%` for what isn't all. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return UNKNOWN;
  const share = (part / whole) * 100;
  if (share > 0 && share < 1) return 'under 1%';
  if (share > 99 && share < 100) return 'over 99%';
  return `${Math.round(share)}%`;
}

const STEPS: readonly [number, string][] = [
  [1e12, 'tn'],
  [1e9, 'bn'],
  [1e6, 'm'],
];

/** US dollars in short: `$1.2 bn`, `$30.0 m`, `$345 m`, `−$12,300`. */
export function money(value: number): string {
  const sign = value < 0 ? '\u2212' : '';
  const amount = Math.abs(value);
  for (const [step, unit] of STEPS) {
    // What would round to 1,000 of the unit below is one of this.
    if (amount < step * 0.9995) continue;
    const scaled = amount / step;
    const digits = scaled < 99.95 ? 1 : 0;
    return `${sign}$${scaled.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}${NBSP}${unit}`;
  }
  return `${sign}$${counts.format(amount)}`;
}

/** US dollars on an axis, whose values are round: `$5 bn`, `$2.5 m`. */
export function moneyTick(value: number): string {
  const step = STEPS.find(([size]) => Math.abs(value) >= size);
  if (!step) return money(value);
  return `${value < 0 ? '\u2212' : ''}$${Math.abs(value / step[0]).toLocaleString('en')}${NBSP}${step[1]}`;
}

/** US dollars in full: `$238,254,872,498`. */
export const moneyInFull = (value: number): string =>
  `${value < 0 ? '\u2212' : ''}$${counts.format(Math.abs(value))}`;

/** A number of bytes: `812 bytes`, `14.2 kB`, `3.1 MB` (powers of ten). */
export function bytes(value: number): string {
  if (value < 1000) return counted(value, 'byte');
  const units = ['kB', 'MB', 'GB'];
  let scaled = value / 1000;
  let unit = 0;
  while (scaled >= 999.5 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${scaled.toLocaleString('en', { maximumSignificantDigits: scaled < 100 ? 2 : 3 })}${NBSP}${units[unit]}`;
}

const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });

/** A rank: `1st`, `22nd`, `113th`. */
export const ordinal = (rank: number): string => `${count(rank)}${ENDINGS[ordinals.select(rank)]}`;
