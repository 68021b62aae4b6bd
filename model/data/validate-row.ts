import { hasNul } from './cells.ts';
import type { MovieRecord, SourceFile } from './source-files.ts';
import { shownColumn } from './visible-text.ts';

/** A row is accepted whole or quarantined whole. */
export type RowResult =
  | { readonly accepted: true; readonly record: MovieRecord }
  | { readonly accepted: false; readonly reasons: readonly string[] };

/** The only reason of a row whose number of fields differs from the header's. */
export const COLUMN_COUNT = 'column_count';

/** Returns a function that validates a file's rows. The reasons are the names of the invalid columns, sorted. */
export function createRowValidator(
  { cells }: SourceFile,
  header: readonly string[],
): (fields: readonly string[]) => RowResult {
  const columns = Object.entries(cells!).map(([column, { read }]) => ({
    column,
    read,
    place: header.indexOf(column),
  }));
  const extraColumns = [...header.entries()].filter(([, column]) => !Object.hasOwn(cells!, column));
  return (fields) => {
    if (fields.length !== header.length) return { accepted: false, reasons: [COLUMN_COUNT] };
    const record: Record<string, unknown> = {};
    const reasons = new Set<string>();
    for (const { column, read, place } of columns) {
      const value = read(fields[place]!);
      record[column] = value;
      if (value === undefined) reasons.add(column);
    }
    for (const [place, column] of extraColumns) {
      if (hasNul(fields[place]!)) reasons.add(shownColumn(column));
    }
    return reasons.size > 0
      ? { accepted: false, reasons: [...reasons].sort() }
      : { accepted: true, record: record as MovieRecord };
  };
}
