/** Intervals between labelled years. */
const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000];

/** Returns the labelled years of an axis from `first` to `last`, at most `most` (2 or more). */
export function yearTicks(first: number, last: number, most: number): number[] {
  const step = STEPS.find((size) => Math.floor(last / size) - Math.ceil(first / size) + 1 <= most) ?? 10_000;
  const ticks: number[] = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) ticks.push(year);
  return ticks.length > 0 ? ticks : [first];
}

/** The value of one year, NaN if unknown. */
export interface YearValue {
  readonly year: number;
  readonly value: number;
}

/**
 * Returns a value for every year from the first to the last known one. Unknown years are NaN, so that a line has a gap
 * there.
 */
export function everyYear(values: readonly { year: number; value: number | undefined }[]): YearValue[] {
  const known = new Map(
    values.flatMap(({ year, value }) =>
      value === undefined || Number.isNaN(value) ? [] : [[year, value] as const],
    ),
  );
  if (known.size === 0) return [];
  const first = Math.min(...known.keys());
  const last = Math.max(...known.keys());
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    year: first + index,
    value: known.get(first + index) ?? Number.NaN,
  }));
}

/** Returns the values without a known neighbour. A line doesn't show them, so they are drawn as dots. */
export const isolatedValues = (values: readonly YearValue[]): YearValue[] =>
  values.filter(
    ({ value }, index) =>
      !Number.isNaN(value) &&
      Number.isNaN(values[index - 1]?.value ?? Number.NaN) &&
      Number.isNaN(values[index + 1]?.value ?? Number.NaN),
  );

/** The minimum share of years with a value for which a chart uses a line. */
const DENSE = 0.8;

/** Returns whether at least 80 % of the years from the first to the last known one have a value. */
export function isDense(values: readonly { year: number; value: number | undefined }[]): boolean {
  const every = everyYear(values);
  return every.filter(({ value }) => !Number.isNaN(value)).length >= every.length * DENSE;
}

/** The minimum number of years on an axis, so that bars of few years don't become too wide. */
const LEAST_YEARS = 12;

/** Returns the first and last year of a bar chart's axis, with the given years (one or more) in the middle. */
export function barSpan(years: readonly { readonly year: number }[]): readonly [number, number] {
  const first = Math.min(...years.map(({ year }) => year));
  const last = Math.max(...years.map(({ year }) => year));
  const more = Math.max(0, LEAST_YEARS - (last - first + 1));
  return [first - Math.ceil(more / 2), last + Math.floor(more / 2)];
}
