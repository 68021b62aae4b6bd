import fc from 'fast-check';
import { COLUMNS } from '../reference/rows.ts';
import { csvOf, pythonString, type Row } from '../reference/sample.ts';

/** Generated movies_metadata.csv files: few ids, many ties, and values at every edge of the row rules. */

/** One of the values; earlier ones are more frequent. */
const mostly = <Value>(often: fc.Arbitrary<Value>, seldom: fc.Arbitrary<Value>, weight = 6) =>
  fc.oneof({ arbitrary: often, weight }, { arbitrary: seldom, weight: 1 });

const whole = mostly<string>(
  fc.constantFrom('', '0', '1', '2', '999999999999999', '999999999999998', '500000000000000', '7.0', '007'),
  fc.integer({ min: 0, max: 999_999_999_999_999 }).map(String),
);
const number = mostly<string>(
  fc.constantFrom(
    '',
    '0',
    '0.0',
    '1',
    '1.5',
    '8.2e-05',
    '0.0000005',
    '0.0000004',
    '1.0000005',
    '2.0000015',
    '1E2',
    '10',
  ),
  fc.double({ min: 0, max: 1e6, noNaN: true }).map(String),
);
/** Below 10^9: above 9·10^9 a double cannot represent the six decimals of an average exactly. */
const huge = fc.constantFrom(
  '999999999.999999999',
  '999999999.999999998',
  '123456789.5',
  '1e-9',
  '4e-10',
  '5e-10',
);
const popularity = mostly(number, huge, 20);
const date = fc.constantFrom(
  '',
  '',
  '1995-10-30',
  '1995-01-01',
  '2000-02-29',
  '0001-01-01',
  '0099-12-31',
  '9999-12-31',
  ' ',
);

/** Names whose slugs never collide through an appended id, which the reference does not define. */
const NAMES = [
  ...[
    'Drama',
    'drama',
    'DRAMA!',
    ' Drama ',
    'Dra ma',
    'Science Fiction',
    'science-fiction',
    'Ärger',
    'ärger',
  ],
  ...[
    '',
    ' ',
    '動画',
    '😀',
    'Ａ',
    "Child's Play",
    '"Quoted"',
    `Rich Man's "Frug"`,
    'a\\b',
    'tab\there',
    'two\nlines',
  ],
  ...['é', 'e\u0301', 'Z', 'a', '<b>&amp;</b>', '{x}', '../..', '%2e', 'null', 'İstanbul', 'ß', '\u00a0'],
  ...['a\u2028b', 'nul\0', 'NaN', 'a\uFEFFb', '\u{10FFFF}', '007', '\uFFFD'],
];
const name = mostly<string>(fc.constantFrom(...NAMES), fc.string({ unit: 'grapheme', maxLength: 6 }), 30);

/** Slugs do not end in digits, so that none equals another with an appended id. */
const genreName = name.filter((text) => !/\d/.test(text));

function list(ids: readonly number[], names: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const entry = fc
    .record({ id: fc.constantFrom(...ids), name: names, idFirst: fc.boolean(), extra: fc.boolean() })
    .map(({ id, name: text, idFirst, extra }) => {
      const pairs = [`'id': ${id}`, `'name': ${pythonString(text)}`];
      return `{${[...(idFirst ? pairs : pairs.toReversed()), ...(extra ? ["'x': [None, -1.5, ('a',)]"] : [])].join(', ')}}`;
    });
  return fc.array(entry, { maxLength: 4 }).map((entries) => `[${entries.join(', ')}]`);
}

const blankList = fc.constantFrom('', '[]', 'None', ' ');
const genres = mostly(list([1, 2, 3, 12, 18, 878, 10751], genreName), blankList);
const companies = mostly(list([1, 2, 3, 4, 5, 6, 7, 47532, 999_999_999_999_999], name), blankList);

/** An invalid cell, which quarantines its row. */
const fault: fc.Arbitrary<Row> = fc.constantFrom<Row>(
  { id: '' },
  { id: '0' },
  { id: '1997-08-20' },
  { budget: '-1' },
  { budget: '1e6' },
  { revenue: '1.5' },
  { revenue: '1000000000000000' },
  { popularity: 'Beware' },
  { popularity: '1e15' },
  { vote_average: 'NaN' },
  { vote_count: '1,000' },
  { release_date: '1900-02-29' },
  { release_date: '1995' },
  { adult: 'TRUE' },
  { video: '1' },
  { genres: "[{'id': 1, 'name': GATORADE}]" },
  { genres: '{}' },
  { genres: '[{"id": true, "name": "x"}]' },
  { production_companies: "[{'id': 1}]" },
  { production_companies: 'False', budget: 'x' },
  { spoken_languages: '[1]' },
  { production_countries: "[{'iso_3166_1': None, 'name': 'x'}]" },
  { belongs_to_collection: '[]' },
  { runtime: 'x' },
);

/** A row of such a file. */
export const hostileRow: fc.Arbitrary<Row> = fc
  .record({
    id: mostly<string>(
      fc.integer({ min: 1, max: 40 }).map(String),
      fc.constantFrom('007', '999999999999999'),
    ),
    title: name,
    overview: mostly(fc.constant(''), fc.constantFrom('two\nlines', 'a "quote", a comma', 'CR\r\nLF')),
    release_date: date,
    budget: whole,
    revenue: whole,
    popularity,
    vote_average: number,
    vote_count: whole,
    genres,
    production_companies: companies,
    adult: fc.constantFrom('', 'True', 'False'),
    belongs_to_collection: fc.constantFrom('', 'None', "{'id': 1, 'name': 'C'}"),
  })
  .chain((cells: Row) =>
    mostly<Row>(
      fc.constant(cells),
      fault.map((faulty) => ({ ...cells, ...faulty })),
      8,
    ),
  );

/** A movies_metadata.csv of up to 60 rows, with LF or CRLF, with or without a byte order mark. */
export const hostileCsv: fc.Arbitrary<string> = fc
  .record({
    rows: fc.array(hostileRow, { minLength: 0, maxLength: 60, size: 'max' }),
    lineBreak: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\uFEFF'),
    tail: fc.constantFrom('', '\n\n', `${','.repeat(COLUMNS.length)}\n`, 'one,two\n'),
  })
  .map(({ rows, lineBreak, mark, tail }) => `${mark}${csvOf(rows, lineBreak)}${tail}`);
