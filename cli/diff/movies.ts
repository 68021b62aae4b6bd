import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bucket } from '../../aws/bucket.ts';
import { tableQuery } from '../../engine/committed-tables.ts';
import { createRunner, withDuckDb } from '../../engine/duckdb.ts';
import { PROJECT } from '../../local/project.ts';
import { LINEAGE_COLUMNS, PARTITION_COLUMNS, TABLES, type Table } from '../../model/data/tables.ts';
import { downloadTables, type ReleaseTables } from './tables.ts';

/** A movie that only one release has. */
export interface ComparedMovie {
  readonly id: number;
  readonly title: string | null;
  readonly release_date: string | null;
  readonly revenue: number | null;
  /** The ingest month of this version. */
  readonly ingest_month: string;
}

/** A movie of both releases whose columns differ. */
export interface ChangedMovie extends ComparedMovie {
  /** Values as shortened texts; `genres` and `production_companies` with their ids. */
  readonly changes: Readonly<Record<string, { readonly from: string | null; readonly to: string | null }>>;
}

/** The differences between movies: counts, and the first movies by revenue. */
export interface MovieChanges {
  readonly added: { readonly count: number; readonly first: readonly ComparedMovie[] };
  readonly changed: {
    readonly count: number;
    /** The number of changed movies for each column, the most frequent column first. */
    readonly columns: Readonly<Record<string, number>>;
    readonly first: readonly ChangedMovie[];
  };
  readonly gone: { readonly count: number; readonly first: readonly ComparedMovie[] };
}

/** The engine's memory limit on an operator's machine, in MB; it spills the rest to disk. */
const MAX_MB = 2_048;
const INITIAL_MB = 512;

const MOVIES = TABLES.find(({ name }) => name === 'movies_metadata')!;
const CHILDREN = TABLES.filter((table) => table !== MOVIES);
/** Selects the current rows, by the same SQL as the statistics. */
const CURRENT = readFileSync(join(PROJECT, 'model/data/sql/movies_current.sql'), 'utf8');

const LINEAGE = LINEAGE_COLUMNS.map(({ name }) => name);
/** The columns that identify a row across months and runs. */
const IDENTITY = [...PARTITION_COLUMNS.map(({ name }) => name), ...LINEAGE];
/** The compared columns. */
const COMPARED = [
  ...MOVIES.columns.map(({ name }) => name).filter((name) => name !== 'id' && !LINEAGE.includes(name)),
  ...CHILDREN.map(({ name }) => name),
];
const SIDES = ['before', 'after'] as const;

/** Compares the current rows of two releases, read from the tables of their own runs. */
export async function compareMovies(
  bucket: Bucket,
  releases: Readonly<Record<(typeof SIDES)[number], ReleaseTables>>,
  limit: number,
): Promise<MovieChanges> {
  return withDuckDb({ preserveOrder: false }, async (engine, folder) => {
    const placed = SIDES.map((side) => ({ tables: releases[side], folder: join(folder, side) }));
    await downloadTables(bucket, placed, join(folder, 'store'));
    const connection = await engine.connect();
    try {
      await connection.run(`set memory_limit = '${INITIAL_MB}MB'`);
      const run = createRunner(connection, MAX_MB, INITIAL_MB);
      const rows = async (sql: string) => (await run(sql)).getRowObjectsJson() as Record<string, unknown>[];
      for (const side of SIDES) await run(currentOf(side, join(folder, side)));
      // A row that is current in both releases is unchanged, so only the other rows are read in full.
      await run(`create table differing as ${DIFFERING}`);
      for (const side of SIDES) await run(`create table ${side} as ${versionsOf(side, join(folder, side))}`);
      return await readChanges(rows, limit);
    } finally {
      connection.closeSync();
    }
  });
}

const viewOf = (table: Table, columns: readonly string[], folder: string): string =>
  `(${tableQuery(table, columns, join(folder, table.name))})`;

function currentOf(side: string, folder: string): string {
  return `create table current_${side} as
    with movies_metadata as ${viewOf(MOVIES, [...LINEAGE, 'id'], folder)}
    ${CURRENT}`;
}

const identityOf = (alias: string): string => `(${IDENTITY.map((name) => `${alias}.${name}`).join(', ')})`;

const DIFFERING = `
  select coalesce(b.id, a.id) as id
  from current_before b full join current_after a on a.id = b.id
  where ${identityOf('b')} is distinct from ${identityOf('a')}`;

/** The current rows of the differing movies of a release, each child table as one text column. */
function versionsOf(side: string, folder: string): string {
  const sameRow = (left: string, right: string): string =>
    IDENTITY.map((name) => `${left}.${name} = ${right}.${name}`).join(' and ');
  const joined = CHILDREN.map(
    ({ name }) => `left join (
      select ${IDENTITY.map((column) => `c.${column}`).join(', ')},
        string_agg(c.id || ' ' || c.name, ', ' order by c.id) as ${name}
      from ${viewOf(TABLES.find((table) => table.name === name)!, [...LINEAGE, 'id', 'name'], folder)} c
      group by ${IDENTITY.map((column) => `c.${column}`).join(', ')}
    ) ${name} on ${sameRow(name, 'm')}`,
  );
  return `
    select m.*, ${CHILDREN.map(({ name }) => `${name}.${name}`).join(', ')}
    from ${viewOf(
      MOVIES,
      MOVIES.columns.map(({ name }) => name),
      folder,
    )} m
    join current_${side} w on w.id = m.id and ${sameRow('w', 'm')}
    join differing d on d.id = m.id
    ${joined.join('\n')}`;
}

const DIFFERS = COMPARED.map((column) => `b.${column} is distinct from a.${column}`);
const BOTH = 'from before b join after a on a.id = b.id';
const ORDER = 'order by revenue desc nulls last, id';

type Rows = (sql: string) => Promise<Record<string, unknown>[]>;

async function readChanges(rows: Rows, limit: number): Promise<MovieChanges> {
  const only = async (side: string, other: string) => {
    const from = `from ${side} m where not exists (select 1 from ${other} o where o.id = m.id)`;
    const first = await rows(`select * ${from} ${ORDER} limit ${limit}`);
    return { count: await countOf(rows, from), first: first.map(named) };
  };
  const counts = await rows(
    `select ${COMPARED.map((column, at) => `count(*) filter (where ${DIFFERS[at]}) as ${column}`).join(', ')} ${BOTH}`,
  );
  const changed = `${BOTH} where ${DIFFERS.join(' or ')}`;
  const values = COMPARED.flatMap((column) => [
    `cast(b.${column} as varchar) as before_${column}`,
    `cast(a.${column} as varchar) as after_${column}`,
  ]);
  const first = await rows(
    `select a.id, a.title, a.release_date, a.revenue, a.ingest_year, a.ingest_month, ${values.join(', ')} ${changed} order by a.revenue desc nulls last, a.id limit ${limit}`,
  );
  return {
    added: await only('after', 'before'),
    changed: {
      count: await countOf(rows, changed),
      columns: Object.fromEntries(
        Object.entries(counts[0]!)
          .map(([column, count]): [string, number] => [column, Number(count)])
          .filter(([, count]) => count > 0)
          .toSorted(([, a], [, b]) => b - a),
      ),
      first: first.map((row) => ({ ...named(row), changes: changesOf(row) })),
    },
    gone: await only('before', 'after'),
  };
}

async function countOf(rows: Rows, from: string): Promise<number> {
  const [row] = await rows(`select count(*) as movies ${from}`);
  return Number(row!.movies);
}

function named(row: Record<string, unknown>): ComparedMovie {
  return {
    id: Number(row.id),
    title: row.title as string | null,
    release_date: row.release_date as string | null,
    revenue: row.revenue === null ? null : Number(row.revenue),
    ingest_month: `${row.ingest_year}-${row.ingest_month}`,
  };
}

/** The maximum length of a value in the result. */
const MAX_VALUE = 200;
const DECIMALS = MOVIES.columns.filter(({ type }) => type.startsWith('decimal')).map(({ name }) => name);
const valueText = (column: string, value: unknown): string | null => {
  if (value === null) return null;
  // SQL writes all digits of the type.
  const text = DECIMALS.includes(column) ? String(value).replace(/\.?0+$/, '') : String(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
};

function changesOf(row: Record<string, unknown>): ChangedMovie['changes'] {
  const differing = COMPARED.filter((column) => row[`before_${column}`] !== row[`after_${column}`]);
  return Object.fromEntries(
    differing.map((column) => [
      column,
      { from: valueText(column, row[`before_${column}`]), to: valueText(column, row[`after_${column}`]) },
    ]),
  );
}
