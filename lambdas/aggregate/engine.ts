import type { DuckDBConnection } from '@duckdb/node-api';
import { tableQuery } from '../../engine/committed-tables.ts';
import { createRunner, sqlText, withDuckDb } from '../../engine/duckdb.ts';
import type { StatisticName } from '../../model/data/statistics.ts';
import type { Table } from '../../model/data/tables.ts';
import { numberEnv } from '../runtime/env.ts';
import { INTERMEDIATES, STATISTICS, TABLES_READ } from './statistics.ts';

/** The embedded SQL engine. Code that is specific to DuckDB is here or in `engine/`, so that the queries stay portable. */
export interface Engine {
  /** Loads `columns` of a table from its parts, which are in Hive partition folders under `folder`. */
  readTable(table: Table, columns: readonly string[], folder: string): Promise<void>;
  /** Computes the intermediate tables and drops the tables that were loaded. */
  prepare(): Promise<void>;
  /** Writes a statistic's rows to a Parquet file in order; returns the number of rows. */
  write(statistic: StatisticName, path: string): Promise<number>;
  /** The total time of all queries so far. */
  seconds(): number;
}

/** Runs `work` with an engine and a scratch folder; both are removed afterwards. */
export async function withEngine<Result>(
  work: (engine: Engine, folder: string) => Promise<Result>,
): Promise<Result> {
  return withDuckDb({ preserveOrder: false }, async (instance, folder) => {
    const connection = await instance.connect();
    try {
      return await work(engineOn(connection), folder);
    } finally {
      connection.closeSync();
    }
  });
}

/** The rows of a Parquet row group. */
const ROW_GROUP_ROWS = 20_480;

function engineOn(connection: DuckDBConnection): Engine {
  const runner = createRunner(connection, numberEnv('ENGINE_MEMORY_MB'));
  let milliseconds = 0;
  const run = async (sql: string) => {
    const began = performance.now();
    try {
      return await runner(sql);
    } finally {
      milliseconds += performance.now() - began;
    }
  };
  return {
    async readTable(table, columns, tableFolder) {
      await run(`create table ${table.name} as ${tableQuery(table, columns, tableFolder)}`);
    },
    async prepare() {
      for (const [name, sql] of Object.entries(INTERMEDIATES)) await run(`create table ${name} as ${sql}`);
      for (const name of Object.keys(TABLES_READ)) await run(`drop table ${name}`);
    },
    async write(statistic, path) {
      const result = await run(
        `copy (${STATISTICS[statistic]}) to ${sqlText(path)} (format parquet, row_group_size ${ROW_GROUP_ROWS})`,
      );
      return Number(result.getRows()[0]![0]);
    },
    seconds: () => milliseconds / 1000,
  };
}
