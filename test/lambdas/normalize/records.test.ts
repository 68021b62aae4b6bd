import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, createRecordReader, readRecords } from '../../../lambdas/normalize/records.ts';

const FIRST = { first_row: 7, first_line: 9 };

/** The expected records, read by csv-parse. Line numbers are counted from the text before each record. */
function parsedByCsvParse(text: string): CsvRecord[] {
  const entries = parse(text, {
    info: true,
    raw: true,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
  }) as unknown as { record: string[]; info: { empty_lines: number } }[];
  let breaks = 0;
  return entries.map(({ record: fields, info }, index) => {
    const line = FIRST.first_line + index + info.empty_lines + breaks;
    breaks += fields.join('').split('\n').length - 1;
    return { source_row: FIRST.first_row + index, line, fields };
  });
}

function read(chunks: readonly string[]): CsvRecord[] {
  const reader = createRecordReader('movies_metadata.csv', FIRST);
  return [...chunks.flatMap((chunk) => reader.push(chunk)), ...reader.end()];
}

const outcome = <Value>(run: () => Value): Value | 'refused' => {
  try {
    return run();
  } catch {
    return 'refused';
  }
};

const nasty = fc.string({
  unit: fc.constantFrom(
    '"',
    '""',
    ',',
    '\n',
    '\r\n',
    '\r',
    'a',
    'é',
    '😀',
    ' ',
    '\u2028',
    '"a"',
    '"\n"',
    '"\r\n',
  ),
  maxLength: 40,
});

function cut<Text extends string | Buffer>(whole: Text, length: number): Text[] {
  const pieces = Array.from({ length: Math.ceil(whole.length / length) }, (_, index) =>
    whole.slice(index * length, (index + 1) * length),
  );
  return pieces as Text[];
}

describe('the records of a part', () => {
  it('the records of a part equal those of csv-parse, with line numbers and errors, for any chunk size', () => {
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 12 }), (text, length) => {
        const expected = outcome(() => parsedByCsvParse(text));
        expect(outcome(() => read([text]))).toEqual(expected);
        expect(outcome(() => read(cut(text, length)))).toEqual(expected);
      }),
      { numRuns: 5_000 },
    );
  });

  it('the records of a part are complete if a chunk ends inside a character', async () => {
    const bytes = Buffer.from('1,"Amélie 😀"\r\n\ufeff2,"𝄞\n"""\n');
    for (let length = 1; length <= bytes.length; length += 1) {
      const source = Readable.from(cut(bytes, length), { objectMode: false });
      const part = { start: 0, end: bytes.length, rows: 2, ...FIRST };
      const batches = await Array.fromAsync(readRecords('movies_metadata.csv', part, source));
      expect(batches.flat()).toEqual([
        { source_row: 7, line: 9, fields: ['1', 'Amélie 😀'] },
        { source_row: 8, line: 10, fields: ['\ufeff2', '𝄞\n"'] },
      ]);
    }
  });

  it.each([
    ['a quote that is never closed', 'a\nb,"c\n'],
    ['a quote inside an unquoted field', 'a\nb"\n'],
    ['text after a closing quote', 'a\n"b"c\n'],
  ])('reading a part reports the file and line of %s', (what, text) => {
    expect(() => read([text])).toThrow(
      expect.objectContaining({
        name: 'MalformedCsvError',
        message: expect.stringMatching(`movies_metadata.csv, line 10: .*${what}`),
      }),
    );
  });
});
