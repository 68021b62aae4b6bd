/** What a row is sorted by; null and undefined are what isn't known. */
export type SortValue = number | string | null | undefined;
export type Direction = 'ascending' | 'descending';

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The rows in order of one value. What isn't known comes last in either direction; ties keep their order. */
export function sorted<Row>(
  rows: readonly Row[],
  value: (row: Row) => SortValue,
  direction: Direction,
): Row[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return rows.toSorted((one, other) => {
    const a = value(one) ?? null;
    const b = value(other) ?? null;
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(`${a}`, `${b}`));
  });
}

/** What a click on a column's heading asks for: numbers from the largest, words from A, and then the other way. */
export function nextDirection(current: Direction | undefined, numeric: boolean): Direction {
  const first = numeric ? 'descending' : 'ascending';
  if (current !== first) return first;
  return numeric ? 'ascending' : 'descending';
}
