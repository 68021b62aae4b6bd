import { COLUMNS, type ColumnName } from './rows.ts';

/** Cells of a row that are not blank. */
export type Row = Partial<Record<ColumnName, string>>;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A movies_metadata.csv with these rows, columns in the dataset's order. */
export function csvOf(rows: readonly Row[], lineBreak = '\n'): string {
  const lines = [
    COLUMNS.join(','),
    ...rows.map((row) => COLUMNS.map((name) => quoted(row[name] ?? '')).join(',')),
  ];
  return lines.map((line) => `${line}${lineBreak}`).join('');
}

/** A cell that lists entries, as Python's repr() writes it. */
export function listCell(...entries: readonly (readonly [id: number, name: string])[]): string {
  const written = entries.map(([id, name]) => `{'id': ${id}, 'name': ${pythonString(name)}}`);
  return `[${written.join(', ')}]`;
}

/** A string as a Python literal. */
export function pythonString(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return escaped.includes("'") && !escaped.includes('"')
    ? `"${escaped}"`
    : `'${escaped.replaceAll("'", "\\'")}'`;
}
