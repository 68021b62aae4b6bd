import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import pMap from 'p-map';
import type { Bucket } from '../aws/bucket.ts';
import { type Column, type ColumnType, PARTITION_COLUMNS, type Table } from '../model/data/tables.ts';
import { partition } from '../model/keys.ts';
import type { MonthCommit } from '../model/runs/reports.ts';
import { sqlText } from './duckdb.ts';

/** Loads the committed rows of tables into the embedded SQL engine: from S3 to the local disk, and from there by SQL. */

const DOWNLOADS_AT_ONCE = 8;

const partsOf = (commit: MonthCommit, table: Table): readonly { key: string }[] =>
  commit.tables[table.name]?.parts ?? [];

/** The bytes of all parts of these tables. */
export async function committedBytes(
  bucket: Bucket,
  tables: readonly Table[],
  commits: readonly MonthCommit[],
): Promise<number> {
  const keys = commits.flatMap((commit) =>
    tables.flatMap((table) => partsOf(commit, table).map(({ key }) => key)),
  );
  const sizes = await pMap(keys, async (key) => (await bucket.objectSize(key)) ?? 0, {
    concurrency: DOWNLOADS_AT_ONCE,
  });
  return sizes.reduce((total, size) => total + size, 0);
}

/** Downloads a table's parts into Hive partition folders: the engine reads the partition columns from their names. */
export async function downloadTable(
  bucket: Bucket,
  table: Table,
  commits: readonly MonthCommit[],
  folder: string,
): Promise<void> {
  const parts = commits.flatMap((commit) =>
    partsOf(commit, table).map(({ key }) => ({ key, folder: join(folder, partition(commit.month)) })),
  );
  await pMap(
    parts,
    async (part) => {
      await mkdir(part.folder, { recursive: true });
      await pipeline(
        await bucket.openObject(part.key),
        createWriteStream(join(part.folder, basename(part.key))),
      );
    },
    { concurrency: DOWNLOADS_AT_ONCE },
  );
  if (parts.length > 0) return;
  // The engine rejects a pattern that matches no file, so a table without rows is one empty file.
  const empty = join(folder, partition('2000-01'));
  await mkdir(empty, { recursive: true });
  await writeFile(join(empty, 'part-00000.json.gz'), gzipSync(''));
}

/** A record has at most 1 MB; in JSON a control character takes six bytes, and lists add quotes. */
const MAX_ROW_BYTES = 8_000_000;

/** The column types for read_json. Decimals are read as text and then cast, because a double would lose digits. */
const JSON_TYPES: Record<ColumnType, string> = {
  bigint: 'BIGINT',
  'decimal(25,9)': 'VARCHAR',
  date: 'DATE',
  boolean: 'BOOLEAN',
  string: 'VARCHAR',
  'array<string>': 'VARCHAR[]',
};

/** The DuckDB query for some columns and the partition columns of a table that {@link downloadTable} downloaded. */
export function tableQuery(table: Table, names: readonly string[], folder: string): string {
  const columns = table.columns.filter(({ name }) => names.includes(name));
  const types = columns.map(({ name, type }) => `${name}: ${sqlText(JSON_TYPES[type])}`).join(', ');
  const partitions = PARTITION_COLUMNS.map(({ name }) => `${name}: VARCHAR`).join(', ');
  const selected = [...columns, ...PARTITION_COLUMNS].map(selectColumn).join(', ');
  return `
    select ${selected}
    from read_json(
      ${sqlText(join(folder, 'ingest_year=*', 'ingest_month=*', '*.json.gz'))},
      format = 'newline_delimited',
      columns = {${types}},
      maximum_object_size = ${MAX_ROW_BYTES},
      hive_partitioning = true,
      hive_types = {${partitions}}
    )`;
}

const selectColumn = ({ name, type }: Column): string =>
  type.startsWith('decimal') ? `cast(${name} as ${type}) as ${name}` : name;
