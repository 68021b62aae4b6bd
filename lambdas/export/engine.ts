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
  /** As the registry has them; sums that 64 bits don't hold have become decimals. */
  readonly columns: readonly DownloadColumn[];
  readonly paths: Readonly<Record<DownloadFormat, string>>;
}

/**
 * The embedded SQL engine as export uses it: all that is DuckDB's own is here, in averages.ts, or in `lambdas/runtime`.
 */
export interface ExportEngine {
  /** Takes statistics from their Parquet files, which must stay. */
  readStatistics(paths: ReadonlyMap<string, string>): Promise<void>;
  /** Lets go of them: tables have the same names. */
  forgetStatistics(paths: ReadonlyMap<string, string>): Promise<void>;
  /** Loads a table from its parts, laid out in Hive's partition folders under `folder`. */
  readTable(table: Table, folder: string): Promise<void>;
  /** Defines what is current, once the tables are read. */
  prepare(): Promise<void>;
  /** Writes a table in both forms into the scratch folder. The same rows give the same bytes. */
  write(download: Download): Promise<WrittenTable>;
}

/** Runs `work` with an engine and a scratch folder, both gone afterwards. */
export async function withExportEngine<Result>(
  work: (engine: ExportEngine, folder: string) => Promise<Result>,
): Promise<Result> {
  // One thread and rows in the order of their keys: what is written may depend on nothing but the data.
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

/** Rows of a group in a Parquet file: movies have a kilobyte, and a group is held in memory. */
const ROW_GROUP_ROWS = 20_480;
/** The most that a signed number of 64 bits holds. */
const MOST_BIGINT = 2n ** 63n - 1n;

function engineOn(connection: DuckDBConnection, folder: string): ExportEngine {
  const run = createRunner(connection, numberEnv('ENGINE_MEMORY_MB'));

  /** The columns with the types that their values fit into. */
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
      // From the file that was just written: sorted once, and the two can't tell of different rows.
      await run(
        `copy (select ${columns.map(csvColumn).join(', ')} from read_parquet(${sqlText(paths.parquet)}))
         to ${sqlText(paths.csv)} (format csv, header true)`,
      );
      return { rows: Number(result.getRows()[0]![0]), columns, paths };
    },
  };
}

/** Types as DuckDB spells them, where that is another way. */
const SQL_TYPES: Readonly<Partial<Record<DownloadType, string>>> = {
  string: 'varchar',
  'array<string>': 'varchar[]',
};

const parquetColumn = ({ name, type }: DownloadColumn): string =>
  `cast(${name} as ${SQL_TYPES[type] ?? type}) as ${name}`;

/** A byte order mark, before the first column's name: only with it do spreadsheets take the file for UTF-8. */
const MARK = '\u{FEFF}';

const csvColumn = (column: DownloadColumn, index: number): string =>
  `${csvValue(column)} as "${index === 0 ? MARK : ''}${column.name}"`;

function csvValue({ name, type }: DownloadColumn): string {
  switch (type) {
    case 'string':
      return unarmed(name);
    case 'array<string>':
      return unarmed(`(case when len(${name}) > 0 then array_to_string(${name}, '|') end)`);
    case 'double':
      // All six decimals, never an exponent; by the shortest text that names the double.
      return `cast(cast(${name} as varchar) as decimal(38, 6))`;
    default:
      return name;
  }
}

/** What spreadsheets take for a formula's beginning. */
const FORMULA = "'=', '+', '-', '@', chr(9), chr(13)";

/** An apostrophe before texts that a spreadsheet would run. */
const unarmed = (text: string): string =>
  `case when left(${text}, 1) in (${FORMULA}) then '''' || ${text} else ${text} end`;
