import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { tableQuery } from '../../engine/committed-tables.ts';
import { createRunner, sqlText, withDuckDb } from '../../engine/duckdb.ts';
import {
  type Download,
  type DownloadColumn,
  type DownloadFormat,
  type DownloadType,
  MONEY_MEASURES,
} from '../../model/api/downloads.ts';
import type { Table } from '../../model/data/tables.ts';
import { numberEnv } from '../runtime/env.ts';
import { AVERAGES } from './averages.ts';
import { CURRENT, QUERIES } from './tables.ts';

/** A table as it was written to local disk. */
export interface WrittenTable {
  readonly rows: number;
  /** The table's columns. Sums that exceed 64 bits have a decimal type. */
  readonly columns: readonly DownloadColumn[];
  readonly paths: Readonly<Record<DownloadFormat, string>>;
}

/** The embedded SQL engine of export. Code that is specific to DuckDB is here, in averages.ts, or in `engine/`. */
export interface ExportEngine {
  /** Creates views of statistics over their Parquet files, which must not be deleted while the views exist. */
  readStatistics(paths: ReadonlyMap<string, string>): Promise<void>;
  /** Drops the views and files of statistics, because tables have the same names. */
  forgetStatistics(paths: ReadonlyMap<string, string>): Promise<void>;
  /** Loads a table from its parts, which are in Hive partition folders under `folder`. */
  readTable(table: Table, folder: string): Promise<void>;
  /** Creates the views of the current rows, after the tables are loaded. */
  prepare(): Promise<void>;
  /** Writes a table in both formats to the scratch folder. The same rows always produce the same bytes. */
  write(download: Download): Promise<WrittenTable>;
}

/** Runs `work` with an engine and a scratch folder; both are removed afterwards. */
export async function withExportEngine<Result>(
  work: (engine: ExportEngine, folder: string) => Promise<Result>,
): Promise<Result> {
  // One thread and rows in order of their keys, so that the bytes depend only on the data.
  return withDuckDb({ preserveOrder: true, threads: 1 }, async (instance, folder) => {
    const connection = await instance.connect();
    try {
      const engine = engineOn(connection, folder);
      for (const macro of AVERAGES) await connection.run(macro);
      return await work(engine, folder);
    } finally {
      connection.closeSync();
    }
  });
}

/** The rows of a Parquet row group, which is built in memory. A movie takes about a kilobyte. */
const ROW_GROUP_ROWS = 20_480;
/** The largest signed 64-bit number. */
const MOST_BIGINT = 2n ** 63n - 1n;

function engineOn(connection: DuckDBConnection, folder: string): ExportEngine {
  const run = createRunner(connection, numberEnv('ENGINE_MEMORY_MB'));

  /** The columns with types that fit their values. */
  async function fitted({ name, columns }: Download): Promise<DownloadColumn[]> {
    const sums = columns.filter((column) => MONEY_MEASURES.has(column.name));
    if (sums.length === 0) return [...columns];
    const tooLarge = sums.map((column) => `max(abs(${column.name})) > ${MOST_BIGINT} as ${column.name}`);
    const result = await run(`select ${tooLarge.join(', ')} from (${QUERIES[name]}) sums`);
    const [row] = result.getRowObjects();
    return columns.map((column) =>
      row![column.name] === true ? { ...column, type: 'decimal(38,0)' } : column,
    );
  }

  return {
    async readStatistics(paths) {
      for (const [name, path] of paths)
        await run(`create view ${name} as select * from read_parquet(${sqlText(path)})`);
    },
    async forgetStatistics(paths) {
      for (const [name, path] of paths) {
        await run(`drop view ${name}`);
        await rm(path);
      }
    },
    async readTable(table, tableFolder) {
      const columns = table.columns.map(({ name }) => name);
      await run(`create table ${table.name} as ${tableQuery(table, columns, tableFolder)}`);
    },
    async prepare() {
      for (const [name, sql] of Object.entries(CURRENT)) await run(`create view ${name} as ${sql}`);
    },
    async write(download) {
      const { name, key } = download;
      const columns = await fitted(download);
      const paths = { csv: join(folder, `${name}.csv`), parquet: join(folder, `${name}.parquet`) };
      const order = key.map((column) => `${column} nulls last`).join(', ');
      const result = await run(
        `copy (select ${columns.map(parquetColumn).join(', ')} from (${QUERIES[name]}) made order by ${order})
         to ${sqlText(paths.parquet)} (format parquet, compression zstd, row_group_size ${ROW_GROUP_ROWS})`,
      );
      // Read from the Parquet file, so that rows are sorted once and both files have the same rows.
      await run(
        `copy (select ${columns.map(csvColumn).join(', ')} from read_parquet(${sqlText(paths.parquet)}))
         to ${sqlText(paths.csv)} (format csv, header true)`,
      );
      return { rows: Number(result.getRows()[0]![0]), columns, paths };
    },
  };
}

/** DuckDB's names for the types that have another name there. */
const SQL_TYPES: Readonly<Partial<Record<DownloadType, string>>> = {
  string: 'varchar',
  'array<string>': 'varchar[]',
};

const parquetColumn = ({ name, type }: DownloadColumn): string =>
  `cast(${name} as ${SQL_TYPES[type] ?? type}) as ${name}`;

/** The byte order mark before the first column's name; spreadsheets need it to detect UTF-8. */
const MARK = '\u{FEFF}';

const csvColumn = (column: DownloadColumn, index: number): string =>
  `${csvValue(column)} as "${index === 0 ? MARK : ''}${column.name}"`;

function csvValue({ name, type }: DownloadColumn): string {
  switch (type) {
    case 'string':
      return withoutFormula(name);
    case 'array<string>':
      return withoutFormula(`(case when len(${name}) > 0 then array_to_string(${name}, '|') end)`);
    case 'double':
      // Six decimals without an exponent, from the shortest text of the double.
      return `cast(cast(${name} as varchar) as decimal(38, 6))`;
    default:
      return name;
  }
}

/** Characters with which a formula begins in spreadsheets. */
const FORMULA = "'=', '+', '-', '@', chr(9), chr(13)";

/** Text with an apostrophe before it if a spreadsheet would run it as a formula. */
const withoutFormula = (text: string): string =>
  `case when left(${text}, 1) in (${FORMULA}) then '''' || ${text} else ${text} end`;
