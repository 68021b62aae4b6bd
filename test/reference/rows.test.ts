import { describe, expect, it } from 'vitest';
import { readDrop } from './drop.ts';
import { COLUMNS, type ColumnName, type Movie, validateRow } from './rows.ts';
import { csvOf, type Row } from './sample.ts';

const blank = Object.fromEntries(COLUMNS.map((column) => [column, ''])) as Record<ColumnName, string>;
const result = (cells: Row): Movie | string[] => validateRow({ ...blank, id: '1', ...cells });

describe('a row is accepted', () => {
  it('with nothing but an id', () => {
    expect(result({})).toMatchObject({
      id: 1n,
      title: null,
      year: null,
      budget: null,
      genres: [],
      companies: [],
    });
  });

  it.each<[string, Row, Partial<Movie>]>([
    [
      'white space alone is blank',
      { title: ' \t', budget: '  ', genres: ' ' },
      { title: null, budget: null },
    ],
    ['text is not trimmed', { title: ' A ' }, { title: ' A ' }],
    ['a leap day', { release_date: '2000-02-29' }, { releaseDate: '2000-02-29', year: 2000n }],
    ['an early year', { release_date: '0999-12-31' }, { year: 999n }],
    ['None as a cell', { genres: 'None', belongs_to_collection: 'None' }, { genres: [] }],
    ['null as a cell', { genres: 'null', belongs_to_collection: ' null ' }, { genres: [], collection: null }],
    [
      'JSON, with an escaped slash',
      { genres: '[{"id": 1, "name": "a\\/b", "x": [null, true, 1e400]}]' },
      { genres: [{ id: 1n, name: 'a/b' }] },
    ],
    [
      'Python, which keeps the backslash of an unknown escape',
      { genres: "[{'id': 1, 'name': 'a\\/b'}]" },
      { genres: [{ id: 1n, name: 'a\\/b' }] },
    ],
    ['a title of 10,000 characters', { title: '😀'.repeat(10_000) }, { title: '😀'.repeat(10_000) }],
    ['a name may be empty', { genres: "[{'id': 1, 'name': ''}]" }, { genres: [{ id: 1n, name: '' }] }],
    ['extra keys', { genres: "[{'x': [None], 'name': 'a', 'id': 1}]" }, { genres: [{ id: 1n, name: 'a' }] }],
    ['a collection', { belongs_to_collection: "{'id': 1, 'name': 'a'}" }, {}],
    ['countries', { production_countries: "[{'iso_3166_1': 'US', 'name': ''}]" }, {}],
    ['flags', { adult: 'True', video: 'False' }, {}],
    ['whole numbers with .0', { revenue: '5.0', vote_count: '6.0' }, { revenue: 5n, voteCount: 6n }],
  ])('%s', (_, cells, movie) => {
    expect(result(cells)).toMatchObject(movie);
  });
});

it.each<[ColumnName, string]>([
  ['id', ''],
  ['id', '0'],
  ['id', '1.0'],
  ['id', '1997-08-20'],
  ['id', ' 1'],
  ['budget', '/ff9qCepilowshEtG2GYWwzt2bs4.jpg'],
  ['revenue', '-5'],
  ['popularity', 'Beware'],
  ['runtime', '1e15'],
  ['vote_average', 'nan'],
  ['vote_count', '1.5'],
  ['release_date', '1'],
  ['release_date', '2001-02-29'],
  ['release_date', '2001-2-3'],
  ['release_date', '1900-02-29'],
  ['adult', 'true'],
  ['video', '0'],
  ['genres', '{}'],
  ['genres', '[1]'],
  ['genres', "[{'id': True, 'name': 'a'}]"],
  ['genres', "[{'id': 0, 'name': 'a'}]"],
  ['genres', "[{'id': 1.0, 'name': 'a'}]"],
  ['genres', "[{'id': '1', 'name': 'a'}]"],
  ['genres', "[{'id': 1}]"],
  ['genres', "[{'id': 1, 'name': None}]"],
  ['genres', "({'id': 1, 'name': 'a'},)"],
  ['genres', '[GATORADE]'],
  ['genres', '[{"id": 1.0, "name": "a"}]'],
  ['genres', '[{"id": 1e0, "name": "a"}]'],
  ['genres', '[{"id": true, "name": "a"}]'],
  ['genres', '[{"id": 1, "id": 1.0, "name": "a"}]'],
  ['genres', '[{"id": 1, "name": null}]'],
  ['genres', '[{"id": 1, "name": "\\u0000"}]'],
  ['genres', '[{"id": 1, "name": "\\ud800"}]'],
  ['genres', "[{'id': 1, 'name': '\\x00'}]"],
  ['genres', `[{'id': 1, 'name': '${'a'.repeat(1_001)}'}]`],
  ['title', 'a'.repeat(10_001)],
  ['tagline', 'a'.repeat(10_001)],
  ['overview', 'a\0b'],
  ['production_companies', 'False'],
  ['production_companies', '[None]'],
  ['production_countries', "[{'iso_3166_1': 1, 'name': 'a'}]"],
  ['production_countries', "[{'name': 'a'}]"],
  ['spoken_languages', "[{'iso_3166_1': 'en', 'name': 'a'}]"],
  ['belongs_to_collection', "[{'id': 1, 'name': 'a'}]"],
  ['belongs_to_collection', '0.065736'],
])('quarantines a row for %s %j', (column, cell) => {
  expect(result({ [column]: cell })).toEqual([column]);
});

it('names every faulty column of a row', () => {
  expect(result({ id: 'x', budget: 'y', video: 'z' })).toEqual(['budget', 'id', 'video']);
});

it('counts every row and keeps the last accepted row of an id', () => {
  const csv = csvOf([
    { id: '1', title: 'first' },
    { id: '2', budget: 'x', adult: 'y' },
    { id: '1', title: 'last' },
    { id: '1', title: 'faulty', budget: 'x' },
    { id: '01', title: 'the same id' },
  ]);
  const drop = readDrop(`${csv}\n\r\nshort,row\n`);
  expect(drop).toMatchObject({ read: 6, quarantined: 3, duplicates: 2 });
  expect(drop.accepted.map(({ row, movie }) => [row, movie.title])).toEqual([[5, 'the same id']]);
  expect(Object.fromEntries(drop.reasons)).toEqual({ budget: 2, adult: 1, column_count: 1 });
});

it('counts a record whose fields are all empty as a blank row', () => {
  const csv = csvOf([{ id: '1' }, {}, { id: '2' }]);
  expect(readDrop(`${csv},,\n""\n , \n`)).toMatchObject({ read: 3, quarantined: 1, blankRows: 3 });
});

it('quarantines a row for U+0000 in a column that no table reads', () => {
  const header = ['', ...COLUMNS];
  const row = header.map((name) => ({ '': '\0', id: '7' })[name] ?? '');
  const drop = readDrop(`${header.join(',')}\n${row.join(',')}\n`);
  expect(Object.fromEntries(drop.reasons)).toEqual({ '(unnamed column)': 1 });
});

it('reads columns in any order, extra ones too', () => {
  const header = ['extra', ...COLUMNS.toReversed()];
  const cells = header.map((name) => ({ id: '7', title: 'T', extra: 'x' })[name] ?? '');
  const drop = readDrop(`${header.join(',')}\r\n${cells.join(',')}\r\n`);
  expect(drop.accepted[0]!.movie).toMatchObject({ id: 7n, title: 'T' });
});

it('refuses a header without a needed column', () => {
  expect(() => readDrop('id,title\n1,a\n')).toThrow('missing columns: adult');
});
