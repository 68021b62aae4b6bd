import type { Readable } from 'node:stream';
import { MalformedCsvError } from '../../model/errors.ts';
import type { RawPart } from '../../model/runs/run.ts';

/** One record of a part. */
export interface CsvRecord {
  /** The record's number in its file, from 1, the header not counted. */
  readonly source_row: number;
  /** The physical line that it begins on; the header's is 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** Takes a part's text one chunk after the other. */
export interface RecordReader {
  /** The records that the text so far completes. @throws MalformedCsvError */
  push(text: string): CsvRecord[];
  /** The last record, where no line break ends it. @throws MalformedCsvError */
  end(): CsvRecord[];
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;

/** Reads the records of a part, as many at a time as a chunk completes. @throws MalformedCsvError */
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
 * Reads CSV (RFC 4180, LF or CRLF) that ingest has judged already: finding fault with it means that the two disagree,
 * and the run must not go on. Quoted fields are passed over by searching for their quotes, several times faster than
 * looking at every character.
 */
export function createRecordReader(
  file: string,
  { first_row, first_line }: Pick<RawPart, 'first_row' | 'first_line'>,
): RecordReader {
  let source_row = first_row;
  let line = first_line;
  /** The beginning of the record that the next chunk goes on with. */
  let rest = '';

  function malformed(what: string): MalformedCsvError {
    return new MalformedCsvError(
      `${file}, line ${line}: the record that begins here has ${what}, though ingest found none; run it again.`,
    );
  }

  /** Where the line break ends that stands at `at`, a CRLF or an LF; -1 where none does. */
  function behindBreak(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === LF) return at + 1;
    return code === CR && text.charCodeAt(at + 1) === LF ? at + 2 : -1;
  }

  function read(text: string, isLast: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let start = 0;
    while (start < text.length) {
      const next = behindBreak(text, start);
      if (next >= 0) {
        // An empty line is no record.
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

  /** Adds the fields of the record at `start`; gives where the next one begins, -1 where the text ends too soon. */
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
        const next = behindBreak(text, at);
        if (next >= 0) return next;
        if (at < text.length && (isLast || text.charCodeAt(at) !== CR || at + 1 < text.length)) {
          throw malformed('text behind a closing quote');
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

/** The next quote that isn't the first half of a doubled one; -1 where the text ends before that is clear. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}
