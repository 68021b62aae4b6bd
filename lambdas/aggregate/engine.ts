import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { StatisticName } from '../../model/statistics.ts';
import { type Column, type ColumnType, PARTITION_COLUMNS, type Table } from '../../model/tables.ts';
import { numberEnv } from '../runtime/env.ts';
import { INTERMEDIATES, STATISTICS } from './statistics.ts';

/**
 * The embedded SQL engine: all that is DuckDB's own (reading files, writing files, its settings) is here, so that the
 * queries stay portable.
 */
export interface Engine {
  /** Makes table parts, laid out in Hive's partition folders under `folder`, readable under the table's name. */
  readTable(table: Table, folder: string): Promise<void>;
  /** Computes what the statistics have in common. */
  prepare(): Promise<void>;
  /** Writes a statistic's rows to a gzipped newline-delimited JSON file; gives their number. */
  write(statistic: StatisticName, path: string): Promise<number>;
  close(): void;
}

/** Runs `work` with an engine and a scratch folder, both gone afterwards. */
export async function withEngine<Result>(
  work: (engine: Engine, folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'aggregate-'));
  try {
    const engine = await openEngine(folder);
    try {
      return await work(engine, folder);
    } finally {
      engine.close();
    }
  } finally {
    // Downloads that another one's failure left behind may still be writing.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function openEngine(folder: string): Promise<Engine> {
  const instance = await DuckDBInstance.create(join(folder, 'engine.duckdb'), {
    memory_limit: `${numberEnv('ENGINE_MEMORY_MB')}MB`,
    temp_directory: join(folder, 'spill'),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const run = async (sql: string) => connection.runAndReadAll(sql);

  return {
    async readTable(table, tableFolder) {
      await run(`create view ${table.name} as ${tableQuery(table, tableFolder)}`);
    },
    async prepare() {
      for (const { name, columns, sql } of INTERMEDIATES) {
        await run(`create table ${name} as select ${columns.join(', ')} from (${sql}) source`);
      }
    },
    async write(statistic, path) {
      const result = await run(
        `copy (${STATISTICS[statistic]}) to ${text(path)} (format json, compression gzip)`,
      );
      return Number(result.getRows()[0]![0]);
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Types as read_json takes them. Decimals are read as text and cast: on the way through a double they would lose. */
const JSON_TYPES: Record<ColumnType, string> = {
  bigint: 'BIGINT',
  'decimal(25,9)': 'VARCHAR',
  date: 'DATE',
  boolean: 'BOOLEAN',
  string: 'VARCHAR',
  'array<string>': 'VARCHAR[]',
};

function tableQuery({ columns }: Table, folder: string): string {
  const types = columns.map(({ name, type }) => `${name}: ${text(JSON_TYPES[type])}`).join(', ');
  const partitions = PARTITION_COLUMNS.map(({ name }) => `${name}: VARCHAR`).join(', ');
  const selected = [...columns, ...PARTITION_COLUMNS].map(selectColumn).join(', ');
  return `
    select ${selected}
    from read_json(
      ${text(join(folder, 'ingest_year=*', 'ingest_month=*', '*.json.gz'))},
      format = 'newline_delimited',
      columns = {${types}},
      hive_partitioning = true,
      hive_types = {${partitions}}
    )`;
}

const selectColumn = ({ name, type }: Column): string =>
  type.startsWith('decimal') ? `cast(${name} as ${type}) as ${name}` : name;

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
