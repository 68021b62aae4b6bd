import type { MovieRecord, SourceFile } from './source-files.ts';

/** A row is accepted whole or quarantined whole. */
export type RowResult =
  | { readonly accepted: true; readonly record: MovieRecord }
  | { readonly accepted: false; readonly reasons: readonly string[] };

/** The reason of a row with another number of fields than the header, and then the only one. */
export const COLUMN_COUNT = 'column_count';

/** Judges rows by the checks of their file's columns; one reason per faulty column, sorted. */
export function createRowValidator(
  { cells }: SourceFile,
  header: readonly string[],
): (fields: readonly string[]) => RowResult {
  const columns = Object.entries(cells!).map(([column, { read }]) => ({
    column,
    read,
    place: header.indexOf(column),
  }));
  return (fields) => {
    if (fields.length !== header.length) return { accepted: false, reasons: [COLUMN_COUNT] };
    const record: Record<string, unknown> = {};
    const reasons: string[] = [];
    for (const { column, read, place } of columns) {
      const value = read(fields[place]!);
      record[column] = value;
      if (value === undefined) reasons.push(column);
    }
    return reasons.length > 0
      ? { accepted: false, reasons: reasons.sort() }
      : { accepted: true, record: record as MovieRecord };
  };
}
