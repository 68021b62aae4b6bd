import { MalformedCsvError } from '../../model/errors.ts';
import type { RawPart } from '../../model/run.ts';

/** A record may not be larger, in bytes: past this a quote was most likely never closed. */
export const MAX_RECORD_BYTES = 1_000_000;

/** What a scan finds. */
export interface Scan {
  /** The header's bytes, without byte order mark and line break; null where the file has no record at all. */
  readonly header: Buffer | null;
  /** Records after the header; an empty line is none. */
  readonly rows: number;
  /** Record-aligned parts that cover everything after the header; a header alone has one without rows. */
  readonly parts: readonly RawPart[];
}

/** Takes a file's bytes one chunk after the other. */
export interface Scanner {
  /** @throws MalformedCsvError naming file and line */
  push(chunk: Buffer): void;
  /** @throws MalformedCsvError naming file and line */
  end(): Scan;
  /** The physical line, from 1, that the next byte stands on. */
  line(): number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Where the scanner stands. Constants rather than strings: this is the one loop that sees every byte. */
const AT_FILE_START = 0;
const AT_FIELD_START = 1;
const IN_PLAIN = 2;
const IN_QUOTES = 3;
/** Behind a quote inside quotes: the field's end, or the first half of an escaped quote. */
const BEHIND_QUOTE = 4;
/** Behind a carriage return that follows a closed field: only a line feed may come. */
const BEHIND_CLOSED_CR = 5;

/**
 * Walks over CSV (RFC 4180, LF or CRLF) without reading it: counts records, finds where it may be cut into parts of
 * about `partBytes`, and refuses what is no CSV. In UTF-8 none of the bytes it looks for occurs inside a character.
 */
export function createScanner(file: string, partBytes: number): Scanner {
  let state = AT_FILE_START;
  let offset = 0;
  let line = 1;
  let previous = 0;
  let recordStart = 0;
  let recordLine = 1;
  let quoteLine = 0;
  /** The bytes from `beginningOffset` up to the header's end; null once the header is known. */
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

  /** The record's bytes end before `end`, the next one's begin at `next`; `line` is the next one's already. */
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

  /** Chunks that hold nothing but empty lines before the header are let go. */
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

  /** A byte outside quotes that is no line feed. */
  function step(byte: number, at: number): void {
    switch (state) {
      case AT_FILE_START:
        if (byte === BYTE_ORDER_MARK[at]) {
          if (at === 2) {
            recordStart = 3;
            state = AT_FIELD_START;
          }
          return;
        }
        state = at === 0 ? AT_FIELD_START : IN_PLAIN;
        step(byte, at);
        return;
      case AT_FIELD_START:
        if (byte === QUOTE) {
          state = IN_QUOTES;
          quoteLine = line;
        } else if (byte !== COMMA) state = IN_PLAIN;
        return;
      case IN_PLAIN:
        if (byte === COMMA) state = AT_FIELD_START;
        else if (byte === QUOTE) {
          throw malformed(
            line,
            'a quote inside an unquoted field; quote the whole field and double the quotes in it',
          );
        }
        return;
      case BEHIND_QUOTE:
        if (byte === QUOTE) state = IN_QUOTES;
        else if (byte === COMMA) state = AT_FIELD_START;
        else if (byte === CR) state = BEHIND_CLOSED_CR;
        else throw malformed(line, 'text behind a closing quote; a quote inside a field must be doubled');
        return;
      default:
        throw malformed(line, 'a carriage return without a line feed behind a closing quote');
    }
  }

  return {
    line: () => line,
    push(chunk) {
      if (beginning !== null) keepBeginning(beginning, chunk);
      for (let index = 0; index < chunk.length; index += 1) {
        const byte = chunk[index]!;
        if (byte === LF) {
          line += 1;
          const at = offset + index;
          if (state !== IN_QUOTES) endRecord(previous === CR && at > recordStart ? at - 1 : at, at + 1);
        } else if (state !== IN_QUOTES) step(byte, offset + index);
        else if (byte === QUOTE) state = BEHIND_QUOTE;
        previous = byte;
      }
      offset += chunk.length;
      checkSize(offset - recordStart - 2);
    },
    end() {
      if (state === IN_QUOTES) throw malformed(quoteLine, 'the quote that opens here is never closed');
      if (state === BEHIND_CLOSED_CR) {
        throw malformed(line, 'a carriage return without a line feed behind a closing quote');
      }
      endRecord(offset, offset);
      if (header !== null && (rows >= part.first_row || parts.length === 0)) endPart(offset);
      return { header, rows, parts };
    },
  };
}
