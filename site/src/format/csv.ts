import type { SortValue } from './sorting.ts';

/** A table as CSV (RFC 4180): CRLF line ends, fields quoted where they must be, nothing where nothing is known. */
export function csv(header: readonly string[], rows: readonly (readonly SortValue[])[]): string {
  return [header, ...rows].map((fields) => `${fields.map(field).join(',')}\r\n`).join('');
}

function field(value: SortValue): string {
  const text = value === null || value === undefined ? '' : String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
