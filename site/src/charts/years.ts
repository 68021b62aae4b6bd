/** Years along an axis: which of them bear a label, and where a line has to break. */

/** Steps between labelled years that a reader counts in. */
const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000];

/** The years that get a label on an axis from `first` to `last`, at most `most` of them (2 or more). */
export function yearTicks(first: number, last: number, most: number): number[] {
  const step = STEPS.find((size) => Math.floor(last / size) - Math.ceil(first / size) + 1 <= most) ?? 10_000;
  const ticks: number[] = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) ticks.push(year);
  return ticks.length > 0 ? ticks : [first];
}

/** A value of one year; NaN where none is known. */
export interface YearValue {
  readonly year: number;
  readonly value: number;
}

/**
 * The values of every year from the first to the last that is known, with NaN for years between: a line drawn through
 * them breaks where nothing is known instead of passing over it.
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

/** The values with no known neighbour: a line leaves no mark there, so they need a dot. */
export const lonely = (values: readonly YearValue[]): YearValue[] =>
  values.filter(
    ({ value }, index) =>
      !Number.isNaN(value) &&
      Number.isNaN(values[index - 1]?.value ?? Number.NaN) &&
      Number.isNaN(values[index + 1]?.value ?? Number.NaN),
  );

/** Of how many years between the first and the last a value must be known for a line to tell more than it hides. */
const DENSE = 0.8;

/** Whether values are known of nearly every year from the first of them to the last. */
export function isDense(values: readonly { year: number; value: number | undefined }[]): boolean {
  const every = everyYear(values);
  return every.filter(({ value }) => !Number.isNaN(value)).length >= every.length * DENSE;
}

/** So many years are on an axis at least: the bars of two years would be walls. */
const LEAST_YEARS = 12;

/** The first and the last year of an axis of bars over these years (one or more), which stand in its middle. */
export function barSpan(years: readonly { readonly year: number }[]): readonly [number, number] {
  const first = Math.min(...years.map(({ year }) => year));
  const last = Math.max(...years.map(({ year }) => year));
  const more = Math.max(0, LEAST_YEARS - (last - first + 1));
  return [first - Math.ceil(more / 2), last + Math.floor(more / 2)];
}
