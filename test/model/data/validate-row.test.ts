import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MOVIES_FILE, movieRecord, sourceFile } from '../../../model/data/source-files.ts';
import { createRowValidator } from '../../../model/data/validate-row.ts';

const movies = sourceFile(MOVIES_FILE)!;
const columns = Object.keys(movies.cells!);

const cell = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'True',
    'false',
    '0',
    '12',
    '12.0',
    '8.2e-05',
    '-1',
    '1e15',
    '1995-02-29',
    '1995-10-30',
  ),
  fc.constantFrom(
    'None',
    '[]',
    '[',
    "{'id': 1, 'name': 'a'}",
    "[{'id': 1, 'name': 'a'}, {'id': 1, 'name': 'b'}]",
  ),
  fc.constantFrom(
    "[{'id': 0, 'name': 'a'}]",
    "[{'iso_639_1': 'en', 'name': 'English'}]",
    "[{'iso_3166_1': 1, 'name': 'x'}]",
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
/** A header in any order with one extra column, and a row with the same number of fields. */
const row = fc.tuple(
  fc.shuffledSubarray([...columns, 'extra'], { minLength: columns.length + 1 }),
  fc.array(cell, { minLength: columns.length + 1, maxLength: columns.length + 1 }),
);

it('a row validator and the zod schema of its file return the same values and the same invalid columns', () => {
  fc.assert(
    fc.property(row, ([header, fields]) => {
      // A random row is rarely valid, so the second row replaces most fields with valid values.
      const mostly = fields.map((field, place) =>
        place % 5 === fields.length % 5 ? field : header[place] === 'id' ? '7' : '',
      );
      for (const given of [fields, mostly]) {
        const result = createRowValidator(movies, header)(given);
        const cells = Object.fromEntries(header.map((column, place) => [column, given[place]]));
        const { data, error } = movieRecord.safeParse(cells);
        if (result.accepted) expect(result.record).toEqual(data);
        else {
          const invalid = (error?.issues ?? []).map(({ path }) => path[0]);
          const extra = cells.extra!.includes('\0') ? ['extra'] : [];
          expect(result.reasons).toEqual([...invalid, ...extra].sort());
        }
      }
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['a column that no table reads', 'mood'],
  ['a column without a name', ''],
])('a row with U+0000 in %s is quarantined', (_case, column) => {
  const header = [...columns, column];
  const row = header.map((name) => (name === 'id' ? '7' : name === column ? 'a\0' : ''));
  const reasons = [column === '' ? '(unnamed column)' : column];
  expect(createRowValidator(movies, header)(row)).toEqual({ accepted: false, reasons });
});
