import { MalformedCsvError } from '../../model/errors.ts';
import type { RawPart } from '../../model/runs/run.ts';

/** The largest record, in bytes. A larger one most likely has a quote that is never closed. */
export const MAX_RECORD_BYTES = 1_000_000;

/** The result of a scan. */
export interface Scan {
  /** The header's bytes without byte order mark and line break; null for a file without records. */
  readonly header: Buffer | null;
  /** The number of records after the header. An empty line is not a record; a blank record is. */
  readonly rows: number;
  /** Record-aligned parts of everything after the header. A header without rows has one part without rows. */
  readonly parts: readonly RawPart[];
}

/** Scans a file's bytes chunk by chunk. */
export interface Scanner {
  /** @throws MalformedCsvError naming file and line */
  push(chunk: Buffer): void;
  /** @throws MalformedCsvError naming file and line */
  end(): Scan;
  /** The physical line of the next byte, from 1. */
  line(): number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** The scanner's states. Numbers rather than strings, because they are compared at every field. */
const AT_FILE_START = 0;
const AT_FIELD_START = 1;
const IN_PLAIN = 2;
const IN_QUOTES = 3;
/** After a quote in a quoted field: it ends the field, or is the first half of an escaped quote. */
const AFTER_QUOTE = 4;
/** After a carriage return that follows a closed field: only a line feed is valid. */
const AFTER_CLOSED_CR = 5;

/**
 * Scans CSV (RFC 4180, LF or CRLF) without extracting fields: counts records, splits the file into parts of about
 * `partBytes`, and throws for a file that is not CSV. The bytes that it searches for never occur inside a UTF-8 character.
 * Inside quotes only the next quote and line feed matter, so it searches for them instead of testing every byte.
 */
export function createScanner(file: string, partBytes: number): Scanner {
  let state = AT_FILE_START;
  let offset = 0;
  let line = 1;
  /** The last byte of the previous chunk. */
  let lastByte = 0;
  let recordStart = 0;
  let recordLine = 1;
  let quoteLine = 0;
  /** The bytes from `beginningOffset` to the header's end; null once the header is known. */
  let beginning: Buffer[] | null = [];
  let beginningOffset = 0;
  let header: Buffer | null = null;
  let rows = 0;
  let part = { start: 0, first_row: 1, first_line: 1 };
  const parts: RawPart[] = [];

  function malformed(where: number, what: string): MalformedCsvError {
    return new MalformedCsvError(`${file}, line ${where}: ${what}.`);
  }

  function checkSize(bytes: number): void {
    if (bytes <= MAX_RECORD_BYTES) return;
    const hint =
      state === IN_QUOTES ? `; perhaps the quote that opens on line ${quoteLine} is never closed` : '';
    throw malformed(recordLine, `the record that begins here is over ${MAX_RECORD_BYTES} bytes${hint}`);
  }

  /** Ends a record before the offset `end`. The next record begins at `next`, on the current `line`. */
  function endRecord(end: number, next: number): void {
    const bytes = end - recordStart;
    checkSize(bytes);
    if (bytes > 0) {
      if (beginning !== null) {
        header = Buffer.concat(beginning).subarray(recordStart - beginningOffset, end - beginningOffset);
        beginning = null;
        part = { start: next, first_row: 1, first_line: line };
      } else {
        rows += 1;
        if (next - part.start >= partBytes) endPart(next);
      }
    }
    recordStart = next;
    recordLine = line;
    state = AT_FIELD_START;
  }

  /** Keeps a chunk for the header. Chunks that contain only empty lines before the header are dropped. */
  function keepBeginning(chunks: Buffer[], chunk: Buffer): void {
    while (chunks[0] !== undefined && beginningOffset + chunks[0].length <= recordStart) {
      beginningOffset += chunks.shift()!.length;
    }
    chunks.push(chunk);
  }

  function endPart(end: number): void {
    parts.push({
      start: part.start,
      end,
      first_row: part.first_row,
      first_line: part.first_line,
      rows: rows - part.first_row + 1,
    });
    part = { start: end, first_row: rows + 1, first_line: line };
  }

  /** A line feed outside quotes, at `index` of the chunk. */
  function endLine(chunk: Buffer, index: number): void {
    line += 1;
    const at = offset + index;
    const before = index > 0 ? chunk[index - 1] : lastByte;
    endRecord(before === CR && at > recordStart ? at - 1 : at, at + 1);
  }

  /** Handles a byte where a byte order mark may be, or after a quoted field. */
  function step(chunk: Buffer, index: number): void {
    const byte = chunk[index]!;
    if (byte === LF) {
      endLine(chunk, index);
    } else if (state === AT_FILE_START) {
      const at = offset + index;
      if (byte !== BYTE_ORDER_MARK[at]) {
        state = at === 0 ? AT_FIELD_START : IN_PLAIN;
        passUnquoted(chunk, index, index + 1);
      } else if (at === 2) {
        recordStart = 3;
        state = AT_FIELD_START;
      }
    } else if (state === AFTER_CLOSED_CR) {
      throw malformed(
        line,
        'a carriage return without a line feed after a closing quote; end lines with LF or CRLF',
      );
    } else if (byte === QUOTE) state = IN_QUOTES;
    else if (byte === COMMA) state = AT_FIELD_START;
    else if (byte === CR) state = AFTER_CLOSED_CR;
    else throw malformed(line, 'text after a closing quote; a quote inside a field must be doubled');
  }

  /** Scans unquoted fields up to `end` or the next opening quote. Returns the index after it. */
  function passUnquoted(chunk: Buffer, start: number, end: number): number {
    let atFieldStart = state === AT_FIELD_START;
    for (let index = start; index < end; index += 1) {
      const byte = chunk[index]!;
      // The comma has the highest code of the special bytes, so most bytes need a single comparison.
      if (byte > COMMA) atFieldStart = false;
      else if (byte === COMMA) atFieldStart = true;
      else if (byte === LF) {
        endLine(chunk, index);
        atFieldStart = true;
      } else if (byte !== QUOTE) atFieldStart = false;
      else if (atFieldStart) {
        state = IN_QUOTES;
        quoteLine = line;
        return index + 1;
      } else {
        throw malformed(
          line,
          'a quote inside an unquoted field; quote the whole field and double the quotes in it',
        );
      }
    }
    state = atFieldStart ? AT_FIELD_START : IN_PLAIN;
    return end;
  }

  return {
    line: () => line,
    push(chunk) {
      if (beginning !== null) keepBeginning(beginning, chunk);
      const { length } = chunk;
      const next = (byte: number, from: number): number => {
        const at = chunk.indexOf(byte, from);
        return at < 0 ? length : at;
      };
      /** The last line feed that was found, inside or outside quotes. */
      let lineFeed = -1;
      for (let index = 0; index < length; ) {
        if (state === IN_QUOTES) {
          const quote = next(QUOTE, index);
          if (lineFeed < index) lineFeed = next(LF, index);
          for (; lineFeed < quote; lineFeed = next(LF, lineFeed + 1)) line += 1;
          if (quote < length) state = AFTER_QUOTE;
          index = quote + 1;
        } else if (state === AT_FIELD_START || state === IN_PLAIN) {
          index = passUnquoted(chunk, index, length);
        } else {
          step(chunk, index);
          index += 1;
        }
      }
      if (length > 0) lastByte = chunk[length - 1]!;
      offset += length;
      checkSize(offset - recordStart - 2);
    },
    end() {
      if (state === IN_QUOTES)
        throw malformed(quoteLine, 'the quote that opens here is never closed; close it');
      if (state === AFTER_CLOSED_CR) {
        throw malformed(
          line,
          'a carriage return without a line feed after a closing quote; end lines with LF or CRLF',
        );
      }
      endRecord(offset, offset);
      if (header !== null && (rows >= part.first_row || parts.length === 0)) endPart(offset);
      return { header, rows, parts };
    },
  };
}
