/** The sort key of a row. Null and undefined mean unknown. */
export type SortValue = number | string | null | undefined;
export type Direction = 'ascending' | 'descending';

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Sorts rows by a value. Unknown values are last in both directions, and ties keep their order. */
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

/** Returns the direction after a click on a heading. Numbers start with the largest and words with A; a second click reverses. */
export function nextDirection(current: Direction | undefined, numeric: boolean): Direction {
  const first = numeric ? 'descending' : 'ascending';
  if (current !== first) return first;
  return numeric ? 'ascending' : 'descending';
}
