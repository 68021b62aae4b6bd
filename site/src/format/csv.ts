import type { SortValue } from './sorting.ts';

/**
 * Returns a table as CSV in the format of the downloads: a byte order mark, LF line ends, empty cells for unknown
 * values, quotation marks only where required. Text that a spreadsheet would run as a formula is prefixed with an apostrophe.
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
