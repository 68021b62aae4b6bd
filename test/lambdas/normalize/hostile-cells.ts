import fc from 'fast-check';
import { hostileRow } from '../../e2e/hostile-drops.ts';
import { COLUMNS, type ColumnName } from '../../reference/rows.ts';
import type { Row } from '../../reference/sample.ts';

/** Generators of rows and bytes that incorrect readers are likely to misread. */

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Cells at the limits of the rules, and cells that an incorrect reader is likely to misread. */
const NASTY = [
  ...[
    '0',
    '-0',
    '+1',
    '1_000',
    '0x10',
    '1e999999999',
    '1e-999999999',
    '1e+14',
    '9'.repeat(400),
    '1.'.padEnd(400, '3'),
  ],
  ...[
    '999999999999999.9999999999',
    '0.0000000005',
    '１２',
    '٣',
    '1\u00a0',
    ' 1',
    '1 ',
    '1.0',
    '1.00',
    '.5',
    '5.',
    'inf',
  ],
  ...[
    'True',
    'true',
    'True ',
    'None',
    'null',
    'undefined',
    'NaN',
    '[object Object]',
    '__proto__',
    'constructor',
  ],
  ...[
    '2000-02-29',
    '1900-02-29',
    '0000-01-01',
    '2000-13-01',
    '2000-1-1',
    '10000-01-01',
    '2000-02-29T00:00',
    '1995',
  ],
  ...[
    '[]',
    '{}',
    '()',
    '[[]]',
    '[{}]',
    '[{}, ]',
    '[,]',
    '[',
    '}',
    '"',
    "'",
    '\\',
    '[None]',
    "['id']",
    '{1}',
    '#',
    'u',
    '--1',
  ],
  ...[
    "{'id': 1, 'name': 'a'}",
    "[{'id': 1, 'name': 'a'}]",
    "[{'id': 1, 'name': 'a'},]",
    "[{'id': 1.0, 'name': 'a'}]",
  ],
  ...[
    "[{'id': True, 'name': 'a'}]",
    "[{'id': 1, 'name': None}]",
    "[{'id': 1, 'name': 'a', 'id': 2}]",
    "[{'id': 0, 'name': ''}]",
  ],
  ...[
    "[{'id': 1000000000000000, 'name': 'a'}]",
    "[{'id': 9007199254740993, 'name': 'a'}]",
    "[{'id': 01, 'name': 'a'}]",
  ],
  ...["[{'id': 1, 'name': 'a', '__proto__': {'id': 2}}]", "[{'id': 1, 'name': 'a', 1.5: None, None: ()}]"],
  ...[
    "[{'id': 1, 'name': '\\ud83d\\ude00'}]",
    "[{'id': 1, 'name': '\\ud83d'}]",
    "[{'id': 1, 'name': '\\x00\\777'}]",
  ],
  ...[
    "[{'id': 1, 'name': u'\\U0010ffff'}]",
    "[{'id': 1, 'name': '\\U00110000'}]",
    "[{'id': 1, 'name': 'a\nb'}]",
  ],
  ...["[{'iso_3166_1': 'a', 'name': 'b'}]", "[{'iso_639_1': '', 'name': ''}]", "[{'name': 'b'}]"],
  ...[
    '[{"id": 1, "name": "a"}]',
    '[{"id": 1.0, "name": "a"}]',
    '[{"id": 1e0, "name": "a", "id": 2}]',
    '[{"id": 1, "name": "a\\/b", "x": [null, true, -1.5E+3]}]',
    '[{"id": 1, "name": "1.5 \\u0041", "x": "\\ud83d"}]',
    '[{"id": 1, "name": "\\u0000"}]',
    '[{"iso_3166_1": "US", "name": "b", "iso_3166_1": "FR"}]',
    '{"id": 1, "name": "a", "__proto__": {"id": 2}}',
    `[{"id": 1, "name": "a", "x": ${deep(98)}}]`,
    `[{"id": 1, "name": "a", "x": ${deep(99)}}]`,
  ],
  ...[deep(99), deep(100), deep(101), deep(102), deep(20_000), `[{'id': 1, 'name': 'a', 'x': ${deep(98)}}]`],
  ...[
    '\0',
    '\uFEFF',
    '\u2028',
    '\r',
    '\n',
    '\r\n',
    '\t',
    ',',
    '",',
    '\u001b[31m',
    '😀',
    '\u{10FFFF}',
    'ﷺ'.repeat(500),
  ],
] as const;

/** A text with one character removed, inserted or replaced. */
const bent = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(text, fc.nat(), fc.constantFrom('', ...`'"\\[]{},: 019.eEuNT-\0\n\r`), fc.boolean())
    .map(([whole, place, character, replaces]) => {
      const at = place % (whole.length + 1);
      return whole.slice(0, at) + character + whole.slice(at + (replaces ? 1 : 0));
    })
    // A lone surrogate cannot be written as UTF-8.
    .filter((text_) => text_.isWellFormed());

const cell = fc.oneof(
  { arbitrary: fc.constantFrom(...NASTY), weight: 3 },
  { arbitrary: bent(fc.constantFrom(...NASTY.filter((text) => text.length < 1_000))), weight: 2 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 20 }), weight: 1 },
);

/** Few enough ids that some repeat, and enough that most rows are accepted. */
const IDS = 80_000;

/** A row with up to three arbitrary cells. */
const row: fc.Arbitrary<Row> = fc
  .tuple(
    hostileRow,
    fc.oneof({ arbitrary: fc.integer({ min: 1, max: IDS }).map(String), weight: 5 }, fc.constant(undefined)),
    fc.array(fc.tuple(fc.constantFrom<ColumnName>(...COLUMNS), cell), { maxLength: 3 }),
  )
  .map(([cells, id, changes]) => ({ ...cells, ...(id && { id }), ...Object.fromEntries(changes) }));

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
/** The text as a CSV field. It is quoted if necessary, or always if `always` is set. */
const written = (text: string, always: boolean): string =>
  always || /[",\r\n]/.test(text) ? quoted(text) : text;

/**
 * A record with its line break. Most records are rows. Some have a wrong number of fields, or an empty or blank row
 * after them.
 */
export const hostileRecord: fc.Arbitrary<string> = fc
  .tuple(
    row,
    fc.boolean(),
    fc.constantFrom('\n', '\n', '\n', '\r\n', '\n\n', '\r\n\n\r\n', '\n,,\n', '\n""\r\n'),
    fc.oneof({ arbitrary: fc.constant(0), weight: 20 }, fc.integer({ min: -23, max: 3 })),
  )
  .map(([cells, quotes, lineBreak, more]) => {
    const fields = COLUMNS.map((column) => written(cells[column] ?? '', quotes));
    return `${[...fields, 'x', 'y', 'z'].slice(0, COLUMNS.length + more).join(',')}${lineBreak}`;
  });

/** A change of one byte of a file. */
const damage = fc.record({
  place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  kind: fc.constantFrom('flip', 'insert', 'delete', 'exchange', 'cut'),
  byte: fc.oneof(fc.constantFrom(...Buffer.from('",\r\n\\\'\0[]{}: é')), fc.integer({ min: 0, max: 255 })),
});

/** A file of up to 25 records, with one to three changed bytes. */
export const damagedFile: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.array(hostileRecord, { maxLength: 25 }),
    fc.constantFrom('', '\uFEFF'),
    fc.array(damage, { minLength: 1, maxLength: 3 }),
  )
  .map(([records, mark, damages]) => {
    let bytes = Buffer.from(`${mark}${COLUMNS.join(',')}\n${records.join('')}`);
    for (const { place, kind, byte } of damages) {
      const at = Math.floor(place * bytes.length);
      const rest = kind === 'insert' ? at : kind === 'cut' ? bytes.length : at + 1;
      const between =
        kind === 'flip'
          ? [bytes[at]! ^ (1 << (byte & 7))]
          : kind === 'delete' || kind === 'cut'
            ? []
            : [byte];
      bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(between), bytes.subarray(rest)]);
    }
    return bytes;
  });
