/**
 * The records of a CSV text as RFC 4180 writes them: LF or CRLF ends a record, quoted fields may hold both.
 * Empty lines are no records. Throws where a quote is never closed or stands where none may.
 */
export function readRecords(text: string): string[][] {
  const records: string[][] = [];
  let at = 0;

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
    const record: string[] = [];
    for (;;) {
      record.push(text[at] === '"' ? quotedField() : plainField());
      if (text[at] !== ',') break;
      at += 1;
    }
    at += lineBreak(at);
    records.push(record);
  }
  return records;
}
