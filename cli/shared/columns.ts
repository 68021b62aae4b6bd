/** `45,466` */
export const count = (value: number): string => value.toLocaleString('en-US');

/** `1 row`, `2 rows` */
export const quantity = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** A share of 1 as `0.67 %`. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

/** A text on one line, truncated to a length. Control characters are escaped as in JSON. */
export function shortened(text: string, length: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal must not receive them
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => {
    const written = JSON.stringify(character).slice(1, -1);
    return written === character ? `\\u00${character.charCodeAt(0).toString(16)}` : written;
  });
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** Rows as lines with aligned columns; the columns at the indexes `right` are aligned right. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, at) => (right.includes(at) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd(),
  );
}
