import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScanner, MAX_RECORD_BYTES, type Scan } from '../../../lambdas/ingest/scanner.ts';

function scan(bytes: Buffer, { partBytes = 64, chunkBytes = bytes.length || 1 } = {}): Scan {
  const scanner = createScanner('movies_metadata.csv', partBytes);
  for (let at = 0; at < bytes.length; at += chunkBytes) scanner.push(bytes.subarray(at, at + chunkBytes));
  return scanner.end();
}

const judge = (bytes: Buffer): string[][] =>
  parse(bytes, { record_delimiter: ['\r\n', '\n'], relax_column_count: true, skip_empty_lines: true });

/** The result of a function, or a marker if it throws. */
const outcome = <Value>(run: () => Value): Value | 'refused' => {
  try {
    return run();
  } catch {
    return 'refused';
  }
};

const csvText = fc.string({
  unit: fc.constantFrom('"', ',', '\n', '\r\n', '\r', 'a', 'é', ' ', '""', '"a"', '"\n"'),
  maxLength: 40,
});

describe('the scanner', () => {
  it('the scanner counts the same records and rejects the same files as csv-parse', () => {
    fc.assert(
      fc.property(csvText, (text) => {
        const bytes = Buffer.from(text);
        const records = outcome(() => judge(bytes));
        const scanned = outcome(() => scan(bytes));
        if (records === 'refused' || scanned === 'refused')
          expect(scanned === 'refused').toBe(records === 'refused');
        else expect((scanned.header ? 1 : 0) + scanned.rows).toBe(records.length);
      }),
      { numRuns: 20_000 },
    );
  });

  it('the parts of the scanner contain the same records as the whole file, for any chunk size', () => {
    const size = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(csvText, size, size, (text, partBytes, chunkBytes) => {
        const bytes = Buffer.from(text);
        const scanned = outcome(() => scan(bytes, { partBytes, chunkBytes }));
        if (scanned === 'refused' || scanned.header === null) return;
        expect(scanned).toEqual(scan(bytes, { partBytes }));
        const parts = scanned.parts.map(({ start, end }) => judge(bytes.subarray(start, end)));
        expect(parts.flat()).toEqual(judge(bytes).slice(1));
        let row = 1;
        for (const [index, { rows, first_row, first_line, start }] of scanned.parts.entries()) {
          expect([rows, first_row]).toEqual([parts[index]!.length, row]);
          expect(first_line).toBe(bytes.subarray(0, start).toString('latin1').split('\n').length);
          row += rows;
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('the scanner skips a byte order mark, also before a quoted header and across two chunks', () => {
    for (const chunkBytes of [1, 2, 100]) {
      const { header, rows } = scan(Buffer.from('\ufeff"id",title\n1,a\n'), { chunkBytes });
      expect([header?.toString(), rows]).toEqual(['"id",title', 1]);
    }
  });

  it('the scanner finds no header in a file that contains only empty lines', () => {
    expect(scan(Buffer.from('\n\r\n\n'))).toEqual({ header: null, rows: 0, parts: [] });
  });

  it('the scanner returns one part without rows for a file that contains only a header', () => {
    expect(scan(Buffer.from('id\n')).parts).toEqual([
      { start: 3, end: 3, first_row: 1, first_line: 2, rows: 0 },
    ]);
  });

  it.each([
    [
      'a quote that is never closed',
      'id,title\n1,a\n2,"b\n3,c\n',
      'line 3: the quote that opens here is never closed',
    ],
    ['a quote inside an unquoted field', 'id,title\n1,a"b\n', 'line 2: a quote inside an unquoted field'],
    ['text after a closing quote', 'id,title\n1,"a\nb"c\n', 'line 3: text after a closing quote'],
  ])('the scanner reports the file and line of %s', (_case, text, message) => {
    expect(() => scan(Buffer.from(text))).toThrow(
      expect.objectContaining({
        name: 'MalformedCsvError',
        message: expect.stringContaining(`movies_metadata.csv, ${message}`),
      }),
    );
  });

  it('the scanner accepts a record at the size limit and rejects a larger one', () => {
    const header = 'id\n';
    const record = 'a'.repeat(MAX_RECORD_BYTES);
    expect(scan(Buffer.from(`${header}${record}\r\n`)).rows).toBe(1);
    for (const text of [`${record}a\n`, `"${'a\n'.repeat(MAX_RECORD_BYTES)}`]) {
      expect(() => scan(Buffer.from(header + text), { chunkBytes: 65_536 })).toThrow(
        /line 2: .* over 1000000 bytes/,
      );
    }
  });
});
