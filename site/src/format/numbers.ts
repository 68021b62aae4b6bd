const NBSP = '\u00a0';
/** Shown in place of an unknown figure. */
export const UNKNOWN = '–';

const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const minus = (text: string): string => text.replace('-', '\u2212');

/** Formats a whole number: `10,674`. */
export const count = (value: number): string => minus(counts.format(value));

/** Formats a number with a fixed number of decimals: `4.36`. */
export const decimal = (value: number, digits: number): string =>
  minus(value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }));

/** Formats a count with its noun: `1 movie`, `14 movies`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)}${NBSP}${value === 1 ? one : many}`;

/** Formats a share: `29%`. A share is only rounded to `0%` or `100%` if it is exactly that: `under 1%`, `over 99%`. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return UNKNOWN;
  const share = (part / whole) * 100;
  if (share > 0 && share < 1) return 'under 1%';
  if (share > 99 && share < 100) return 'over 99%';
  return `${Math.round(share)}%`;
}

/** Minus sign and word joiner. Without the joiner, browsers break lines between a minus sign and a dollar sign. */
const MINUS = '\u2212\u2060';

const STEPS: readonly [number, string][] = [
  [1e12, 'tn'],
  [1e9, 'bn'],
  [1e6, 'm'],
];

/** Formats an amount of US dollars, rounded: `$1.2 bn`, `$30.0 m`, `$345 m`, `−$12,300`. */
export function money(value: number): string {
  const sign = value < 0 ? MINUS : '';
  const amount = Math.abs(value);
  for (const [step, unit] of STEPS) {
    // An amount that would round to 1,000 of the next smaller unit uses this unit.
    if (amount < step * 0.9995) continue;
    const scaled = amount / step;
    const digits = scaled < 99.95 ? 1 : 0;
    return `${sign}$${scaled.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}${NBSP}${unit}`;
  }
  return `${sign}$${counts.format(amount)}`;
}

/** Formats an amount of US dollars on an axis, whose values are round: `$5 bn`, `$2.5 m`. */
export function moneyTick(value: number): string {
  const step = STEPS.find(([size]) => Math.abs(value) >= size);
  if (!step) return money(value);
  return `${value < 0 ? MINUS : ''}$${Math.abs(value / step[0]).toLocaleString('en')}${NBSP}${step[1]}`;
}

/** Formats an amount of US dollars with all digits: `$238,254,872,498`. */
export const moneyInFull = (value: number): string =>
  `${value < 0 ? MINUS : ''}$${counts.format(Math.abs(value))}`;

/** Formats a number of bytes with decimal units: `812 bytes`, `14 kB`, `3.1 MB`. */
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

/** Formats a rank: `1st`, `22nd`, `113th`. */
export const ordinal = (rank: number): string => `${count(rank)}${ENDINGS[ordinals.select(rank)]}`;
