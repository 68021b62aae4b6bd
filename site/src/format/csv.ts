import type { SortValue } from './sorting.ts';

/**
 * A table as CSV, in the same way as the files of the downloads: a byte order mark, LF line ends, an empty cell where
 * nothing is known, quotation marks where they must be. A text that a spreadsheet would run as a formula begins with an
 * apostrophe.
 */
export function csv(header: readonly string[], rows: readonly (readonly SortValue[])[]): string {
  return `\uFEFF${[header, ...rows].map((fields) => `${fields.map(field).join(',')}\n`).join('')}`;
}

function field(value: SortValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
