import { MalformedCsvError } from '../../model/errors.ts';
import type { RawPart } from '../../model/runs/run.ts';

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

/** Where the scanner stands. Constants rather than strings: they are compared at every field. */
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
 * about `partBytes`, and refuses what is no CSV. In UTF-8 none of the bytes it looks for occurs inside a character. In
 * quotes nothing but the next quote and line feed matters, and searching is much faster than looking at every byte.
 */
export function createScanner(file: string, partBytes: number): Scanner {
  let state = AT_FILE_START;
  let offset = 0;
  let line = 1;
  /** The last byte of the chunk before. */
  let lastByte = 0;
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

  /** A line feed outside quotes, at `index` of the chunk. */
  function endLine(chunk: Buffer, index: number): void {
    line += 1;
    const at = offset + index;
    const before = index > 0 ? chunk[index - 1] : lastByte;
    endRecord(before === CR && at > recordStart ? at - 1 : at, at + 1);
  }

  /** A byte where a byte order mark may be, or behind a quoted field. */
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
    } else if (state === BEHIND_CLOSED_CR) {
      throw malformed(line, 'a carriage return without a line feed behind a closing quote');
    } else if (byte === QUOTE) state = IN_QUOTES;
    else if (byte === COMMA) state = AT_FIELD_START;
    else if (byte === CR) state = BEHIND_CLOSED_CR;
    else throw malformed(line, 'text behind a closing quote; a quote inside a field must be doubled');
  }

  /** Walks over unquoted fields up to `end`, or behind the quote that opens a quoted one; gives where it stopped. */
  function passUnquoted(chunk: Buffer, start: number, end: number): number {
    let atFieldStart = state === AT_FIELD_START;
    for (let index = start; index < end; index += 1) {
      const byte = chunk[index]!;
      // The comma is the last of the bytes that mean something: most bytes need no other comparison.
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
      /** The next line feed, in quotes or not, as far as it was looked for. */
      let lineFeed = -1;
      for (let index = 0; index < length; ) {
        if (state === IN_QUOTES) {
          const quote = next(QUOTE, index);
          if (lineFeed < index) lineFeed = next(LF, index);
          for (; lineFeed < quote; lineFeed = next(LF, lineFeed + 1)) line += 1;
          if (quote < length) state = BEHIND_QUOTE;
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
