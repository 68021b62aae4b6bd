/** A record and its first physical line. */
export interface PlacedRecord {
  readonly line: number;
  readonly fields: string[];
}

/** The records of a CSV text, see {@link readPlacedRecords}. */
export const readRecords = (text: string): string[][] => readPlacedRecords(text).map(({ fields }) => fields);

/**
 * The records of a CSV text (RFC 4180): LF or CRLF ends a record, and quoted fields may contain both. Empty lines are not
 * records. Throws for a quote that is never closed and for a quote in the wrong place.
 */
export function readPlacedRecords(text: string): PlacedRecord[] {
  const records: PlacedRecord[] = [];
  let at = 0;
  let line = 1;
  let counted = 0;

  /** The physical line of a position. Positions must be ascending from call to call. */
  function lineOf(position: number): number {
    for (;;) {
      const found = text.indexOf('\n', counted);
      if (found === -1 || found >= position) return line;
      line += 1;
      counted = found + 1;
    }
  }

  /** The length of the line break at a position; 0 where there is none. */
  const lineBreak = (position: number): number => {
    if (text[position] === '\n') return 1;
    return text[position] === '\r' && text[position + 1] === '\n' ? 2 : 0;
  };
  const endsField = (position: number): boolean =>
    position >= text.length || text[position] === ',' || lineBreak(position) > 0;

  function quotedField(): string {
    let value = '';
    at += 1;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote === -1) throw new Error('a quote is never closed');
      value += text.slice(at, quote);
      at = quote + 1;
      if (text[at] !== '"') break;
      value += '"';
      at += 1;
    }
    if (!endsField(at)) throw new Error(`text after a closing quote: ${text.slice(at, at + 20)}`);
    return value;
  }

  function plainField(): string {
    const start = at;
    while (!endsField(at)) at += 1;
    const value = text.slice(start, at);
    if (value.includes('"')) throw new Error(`a quote within an unquoted field: ${value.slice(0, 40)}`);
    return value;
  }

  while (at < text.length) {
    if (lineBreak(at) > 0) {
      at += lineBreak(at);
      continue;
    }
    const record: PlacedRecord = { line: lineOf(at), fields: [] };
    for (;;) {
      record.fields.push(text[at] === '"' ? quotedField() : plainField());
      if (text[at] !== ',') break;
      at += 1;
    }
    at += lineBreak(at);
    records.push(record);
  }
  return records;
}
