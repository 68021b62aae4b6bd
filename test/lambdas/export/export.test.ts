import { readFile } from 'node:fs/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOWNLOADS, type DownloadName } from '../../../model/api/downloads.ts';
import type { ExportReport } from '../../../model/runs/reports.ts';
import { type CommittedMonth, type CommittedMovie, type Exports, startExports } from '../committed.ts';

let exports: Exports;
let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  exports = await startExports();
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterAll(async () => {
  connection.closeSync();
  instance.closeSync();
  await exports.stop();
});

const text = async (report: ExportReport, table: DownloadName) =>
  (await readFile(await exports.fileOf(report, table, 'csv'))).toString();
/** Rows of cells by column, as an RFC 4180 reader takes them. */
const csvRows = async (report: ExportReport, table: DownloadName): Promise<Record<string, string>[]> =>
  parse(await text(report, table), { bom: true, columns: true });
async function parquetRows(report: ExportReport, table: DownloadName): Promise<Record<string, unknown>[]> {
  const path = await exports.fileOf(report, table, 'parquet');
  return (await connection.runAndReadAll(`select * from read_parquet('${path}')`)).getRowObjectsJson();
}
const hashes = ({ tables }: ExportReport): string[] =>
  tables.flatMap(({ files }) => files.map(({ name, sha256 }) => `${name} ${sha256}`));

const DRAMA = [18, 'Drama'] as const;
const COMEDY = [35, 'Comedy'] as const;
const PIXAR = [3, 'Pixar'] as const;

/** Enough movies for several parts, with every kind of value and nothing. */
const movies = (count: number, first = 1): CommittedMovie[] =>
  Array.from({ length: count }, (_, index) => {
    const id = first + index;
    return {
      id,
      title: id % 7 === 0 ? null : `Movie ${id}`,
      release_date: id % 5 === 0 ? null : `${1990 + (id % 9)}-05-06`,
      budget: id % 3 === 0 ? 0 : id * 1_000,
      revenue: id % 4 === 0 ? null : id * 2_000,
      profit: id % 4 === 0 ? null : id * 2_000 - (id % 3 === 0 ? 0 : id * 1_000),
      popularity: id % 6 === 0 ? null : id / 8,
      vote_average: 5 + (id % 5) / 10,
      vote_count: id,
      adult: false,
      production_countries: id % 2 === 0 ? ['US', 'DE'] : [],
      genres: id % 2 === 0 ? [DRAMA, COMEDY] : [DRAMA],
      companies: [[1 + (id % 4), `Company ${id % 4}`]],
    };
  });

describe('The same data give the same bytes', () => {
  const august = { month: '2026-08', run: '20260805T060000Z-00000001', movies: movies(40) };
  const october = { month: '2026-10', run: '20261005T060000Z-00000002', movies: movies(40, 31) };
  let first: ExportReport;
  beforeAll(async () => {
    await exports.commit([august, october]);
    first = await exports.make('20261005T070000Z-00000003');
  });

  it.each<[string, CommittedMonth[]]>([
    ['again', [august, october]],
    [
      'from other runs, committed in another order',
      [
        { ...october, run: '20261101T060000Z-0000000a' },
        { ...august, run: '20261102T060000Z-0000000b' },
      ],
    ],
    [
      'from more parts, whose rows stand in another order',
      [
        { ...august, parts: 3, backwards: true },
        { ...october, parts: 2, backwards: true },
      ],
    ],
  ])('%s, and nothing is written', async (_, months) => {
    await exports.commit(months);
    const report = await exports.make('20261005T080000Z-00000004');
    expect(hashes(report)).toEqual(hashes(first));
    expect(report.tables.flatMap(({ files }) => files.map(({ written }) => written))).toEqual(
      Array.from({ length: 14 }, () => false),
    );
  });

  it('and other data give other bytes in the tables that contain them', async () => {
    await exports.commit([
      august,
      { ...october, movies: october.movies.with(0, { ...october.movies[0]!, title: 'Renamed' }) },
    ]);
    const changed = hashes(await exports.make('20261005T090000Z-00000005')).filter(
      (file) => !hashes(first).includes(file),
    );
    expect(changed.map((file) => file.split(' ')[0])).toEqual([
      'movies_metadata.csv',
      'movies_metadata.parquet',
    ]);
  });
});

describe('A release without movies', () => {
  it('has every table with its columns and no rows', async () => {
    await exports.commit([{ month: '2026-10', run: '20261005T060000Z-00000001', movies: [] }]);
    const report = await exports.make('20261005T070000Z-00000002');
    expect(report.tables.map(({ name, rows }) => [name, rows])).toEqual(
      DOWNLOADS.map(({ name }) => [name, 0]),
    );
    for (const { name, columns } of DOWNLOADS) {
      expect(await text(report, name)).toBe(`\u{FEFF}${columns.map((column) => column.name).join(',')}\n`);
      expect(await parquetRows(report, name)).toEqual([]);
    }
  });
});

describe('A file for spreadsheets and programs', () => {
  const TITLES = [
    '=1+2',
    '+49',
    '-1',
    '@home',
    '\tindented',
    '\rreturned',
    "'quoted",
    'say "hi", please',
    'two\nlines',
    'two\r\nlines',
    ' spaced ',
    '#hash',
    'NULL',
    '',
    null,
    '漢字 🎬',
    'nul\0l',
  ];
  let report: ExportReport;
  let cells: Record<string, string>[];
  beforeAll(async () => {
    await exports.commit([
      {
        month: '2026-10',
        run: '20261005T060000Z-00000001',
        movies: TITLES.map((title, index) => ({
          id: index + 1,
          title,
          revenue: 1,
          budget: 6,
          profit: -5,
          popularity: 0.000082,
          runtime: '999999999999999.123456789',
          production_countries: index === 0 ? ['=US', 'DE'] : index === 1 ? [''] : [],
          companies: [[1, '']],
        })),
      },
    ]);
    report = await exports.make('20261005T070000Z-00000002');
    cells = await csvRows(report, 'movies_metadata');
  });

  it('puts an apostrophe before texts in CSV that would be formulas', () => {
    expect(cells.map(({ title }) => title)).toEqual(
      TITLES.map((title) => (/^[=+\-@\t\r]/.test(title ?? '') ? `'${title}` : (title ?? ''))),
    );
    expect(cells[0]!.production_countries).toBe("'=US|DE");
  });

  it('puts no apostrophe before numbers', () => {
    expect(cells[0]).toMatchObject({ profit: '-5', popularity: '0.000082000', budget: '6' });
  });

  it('keeps every text unchanged in Parquet', async () => {
    const rows = await parquetRows(report, 'movies_metadata');
    expect(rows.map(({ title }) => title)).toEqual(TITLES);
    expect(rows[0]).toMatchObject({ production_countries: ['=US', 'DE'], profit: '-5' });
  });

  it('keeps all digits of decimals in both formats', async () => {
    const [row] = await parquetRows(report, 'movies_metadata');
    expect([cells[0]!.runtime, row!.runtime]).toEqual([
      '999999999999999.123456789',
      '999999999999999.123456789',
    ]);
  });

  it('distinguishes an empty text from null by quotation marks, and an empty list from one empty text', async () => {
    const lines = (await text(report, 'movies_metadata')).split('\n');
    const [empty, none] = ['14', '15'].map((id) => lines.find((line) => line.startsWith(`${id},`))!);
    expect(empty).toMatch(/^14,"",,/);
    expect(none).toMatch(/^15,,,/);
    expect(cells[0]!.ingest_month).toBe('2026-10');
    expect(lines.find((line) => line.startsWith('2,'))).toMatch(/,"",,2026-10$/);
    expect(none).toMatch(/,,,2026-10$/);
  });

  it('is CSV whose columns and rows DuckDB detects', async () => {
    const path = await exports.fileOf(report, 'movies_metadata', 'csv');
    const read = await connection.runAndReadAll(`select id, title, profit from read_csv('${path}')`);
    expect(read.getRowObjectsJson().map(({ id }) => id)).toEqual(TITLES.map((_, index) => `${index + 1}`));
    expect(read.getRowObjectsJson()[7]).toEqual({ id: '8', title: 'say "hi", please', profit: '-5' });
  });

  it('has null for the unknown year, empty in CSV, and names a company without a name after its id', async () => {
    expect(await text(report, 'company_year')).toMatch(/\n1,"#1",,17,/);
    expect(await parquetRows(report, 'company_year')).toMatchObject([
      { company_id: '1', company_name: '#1', year: null },
    ]);
  });
});

describe('Sums that exceed 64 bits', () => {
  const MOST = 999_999_999_999_999;
  /** One more would not be needed: 9,224 times the most that a cell may hold. */
  const COUNT = 9_224;

  it('make their columns decimals in the tables that contain them', async () => {
    await exports.commit([
      {
        month: '2026-10',
        run: '20261005T060000Z-00000001',
        movies: [
          ...Array.from({ length: COUNT }, (_, index) => ({
            id: index + 1,
            release_date: '1995-05-06',
            budget: MOST,
            revenue: 0,
            profit: -MOST,
            genres: [DRAMA],
            companies: index === 0 ? [PIXAR] : [],
          })),
        ],
      },
    ]);
    const report = await exports.make('20261005T070000Z-00000002');
    const decimals = report.tables.map(({ name, columns }) => [
      name,
      columns.filter(({ type }) => type === 'decimal(38,0)').map((column) => column.name),
    ]);
    const large = ['total_budget', 'total_profit'];
    expect(Object.fromEntries(decimals)).toMatchObject({ year: large, genre_year: large, company_year: [] });
    const sum = String(BigInt(MOST) * BigInt(COUNT));
    expect(await parquetRows(report, 'year')).toMatchObject([{ total_budget: sum, total_profit: `-${sum}` }]);
    expect(await csvRows(report, 'year')).toMatchObject([{ total_budget: sum, total_profit: `-${sum}` }]);
  });
});

describe('Every Parquet file', () => {
  it('has the types and the order of the registry, and one row per key', async () => {
    await exports.commit([
      { month: '2026-10', run: '20261005T060000Z-00000001', movies: movies(40).toReversed() },
    ]);
    const report = await exports.make('20261005T070000Z-00000002');
    for (const { name, columns, key } of DOWNLOADS) {
      const path = await exports.fileOf(report, name, 'parquet');
      const described = await connection.runAndReadAll(`describe select * from read_parquet('${path}')`);
      const types = described
        .getRowObjectsJson()
        .map(({ column_name, column_type }) => [column_name, String(column_type).toLowerCase()]);
      expect(types, name).toEqual(
        columns.map((column) => [
          column.name,
          { string: 'varchar', 'array<string>': 'varchar[]' }[column.type as string] ?? column.type,
        ]),
      );
      const order = key.map((column) => `${column} nulls last`).join(', ');
      const [found, sorted] = await Promise.all(
        ['', ` order by ${order}`].map(async (by) =>
          (
            await connection.runAndReadAll(`select ${key.join(', ')} from read_parquet('${path}')${by}`)
          ).getRowsJson(),
        ),
      );
      expect(found, name).toEqual(sorted);
      expect(new Set(found!.map((row) => JSON.stringify(row))).size, name).toBe(found!.length);
      expect(found!.length, name).toBe(report.tables.find((table) => table.name === name)!.rows);
    }
  });
});
