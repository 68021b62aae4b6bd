import type { Readable } from 'node:stream';
import { MalformedCsvError } from '../../model/errors.ts';
import type { RawPart } from '../../model/runs/run.ts';

/** One record of a part. */
export interface CsvRecord {
  /** The record's number in its file, from 1, the header not counted. */
  readonly source_row: number;
  /** Its first physical line; the header's is 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Reads a part's text chunk by chunk. */
export interface RecordReader {
  /** The records that this text completes. @throws MalformedCsvError */
  push(text: string): CsvRecord[];
  /** The last record if no line break ends it. @throws MalformedCsvError */
  end(): CsvRecord[];
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;

/** Reads the records of a part, in batches of one chunk. @throws MalformedCsvError */
export async function* readRecords(
  file: string,
  part: RawPart,
  bytes: Readable,
): AsyncGenerator<readonly CsvRecord[]> {
  const reader = createRecordReader(file, part);
  for await (const text of bytes.setEncoding('utf8') as AsyncIterable<string>) yield reader.push(text);
  yield reader.end();
}

/**
 * Reads CSV (RFC 4180, LF or CRLF) that ingest has already validated. An error here means that the two readers disagree,
 * and fails the run. Quoted fields are read by searching for their quotes, which is several times faster than testing every
 * character.
 */
export function createRecordReader(
  file: string,
  { first_row, first_line }: Pick<RawPart, 'first_row' | 'first_line'>,
): RecordReader {
  let source_row = first_row;
  let line = first_line;
  /** The beginning of a record that continues in the next chunk. */
  let rest = '';

  function malformed(what: string): MalformedCsvError {
    return new MalformedCsvError(
      `${file}, line ${line}: the record that begins here has ${what}, though ingest found none; run it again.`,
    );
  }

  /** The index after the line break (CRLF or LF) at `at`; -1 if there is none. */
  function afterBreak(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === LF) return at + 1;
    return code === CR && text.charCodeAt(at + 1) === LF ? at + 2 : -1;
  }

  function read(text: string, isLast: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let start = 0;
    while (start < text.length) {
      const next = afterBreak(text, start);
      if (next >= 0) {
        start = next;
        line += 1;
        continue;
      }
      const fields: string[] = [];
      const end = readFields(text, start, isLast, fields);
      if (end < 0) break;
      records.push({ source_row, line, fields });
      source_row += 1;
      for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1))
        line += 1;
      start = end;
    }
    rest = text.slice(start);
    return records;
  }

  /** Appends the fields of the record at `start`. Returns the start of the next record; -1 if the record is incomplete. */
  function readFields(text: string, start: number, isLast: boolean, fields: string[]): number {
    for (let at = start; ; at += 1) {
      if (text.charCodeAt(at) === QUOTE) {
        const closing = closingQuote(text, at + 1);
        if (closing < 0) {
          if (isLast) throw malformed('a quote that is never closed');
          return -1;
        }
        const content = text.slice(at + 1, closing);
        fields.push(content.includes('"') ? content.replaceAll('""', '"') : content);
        at = closing + 1;
        if (text.charCodeAt(at) === COMMA) continue;
        const next = afterBreak(text, at);
        if (next >= 0) return next;
        if (at < text.length && (isLast || text.charCodeAt(at) !== CR || at + 1 < text.length)) {
          throw malformed('text after a closing quote');
        }
        return isLast ? at : -1;
      }
      const from = at;
      let code = text.charCodeAt(at);
      // Past the end of the text the code is NaN.
      while (code !== COMMA && code !== LF && at < text.length) {
        if (code === QUOTE) throw malformed('a quote inside an unquoted field');
        at += 1;
        code = text.charCodeAt(at);
      }
      if (code === COMMA) {
        fields.push(text.slice(from, at));
        continue;
      }
      if (code !== LF) {
        if (!isLast) return -1;
        fields.push(text.slice(from));
        return text.length;
      }
      fields.push(text.slice(from, at > from && text.charCodeAt(at - 1) === CR ? at - 1 : at));
      return at + 1;
    }
  }

  return {
    push: (text) => read(rest + text, false),
    end: () => read(rest, true),
  };
}

/** The index of the closing quote; -1 if the text ends before it. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}
