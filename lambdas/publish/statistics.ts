import {
  type DuckDBConnection,
  DuckDBDecimalValue,
  type DuckDBInstance,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { sqlText, withDuckDb } from '../../engine/duckdb.ts';
import { STATISTIC_NAMES, type StatisticName, type StatisticRows } from '../../model/data/statistics.ts';
import { downloadStatistics } from '../runtime/statistic-files.ts';

/** A run's statistics, on local disk. */
export interface Statistics {
  /** The rows of a statistic, in its order. Only a few thousand are held at a time. */
  read<Name extends StatisticName>(name: Name): AsyncGenerator<StatisticRows[Name]>;
}

/** Fetches a run's statistics and lets `work` read them. */
export async function withStatistics<Result>(
  runId: string,
  work: (statistics: Statistics) => Promise<Result>,
): Promise<Result> {
  return withDuckDb({ preserveOrder: true }, async (engine, folder) => {
    const paths = await downloadStatistics(runId, STATISTIC_NAMES, folder);
    return work({ read: (name) => readParquet(engine, paths.get(name)!) });
  });
}

/** Each statistic being read has a connection of its own: they are read side by side. */
async function* readParquet<Row>(engine: DuckDBInstance, path: string): AsyncGenerator<Row> {
  const connection: DuckDBConnection = await engine.connect();
  try {
    const result = await connection.stream(`select * from read_parquet(${sqlText(path)})`);
    for await (const rows of result.yieldConvertedRowObjects(plain)) yield* rows as Row[];
  } finally {
    connection.closeSync();
  }
}

/**
 * Values as {@link StatisticRows} has them: whole numbers as numbers (the data's own stay below 10^15), decimals as
 * bigints without their point, which is how sums stay exact.
 */
function plain(value: DuckDBValue, _type: DuckDBType): number | bigint | string | null {
  if (value instanceof DuckDBDecimalValue) return value.value;
  return typeof value === 'bigint' ? Number(value) : (value as number | string | null);
}

/** Walks through a statistic along with another of the same order, group by group. */
export interface Groups<Row> {
  /** The rows of the group that comes next, if it is this one; else none. */
  take(group: number): Promise<Row[]>;
  /** Stops reading. */
  close(): Promise<void>;
  /** @throws Error when groups are left that were never asked for: the two were not of the same order */
  finish(): Promise<void>;
}

/** Reads a statistic group by group; only the rows of one group are held. */
export function groupsOf<Row>(rows: AsyncGenerator<Row>, groupOf: (row: Row) => number): Groups<Row> {
  let next: Promise<IteratorResult<Row, void>> | undefined;
  return {
    async take(group) {
      const found: Row[] = [];
      for (;;) {
        next ??= rows.next();
        const { done, value } = await next;
        if (done || groupOf(value) !== group) return found;
        found.push(value);
        next = undefined;
      }
    },
    async close() {
      await rows.return(undefined);
    },
    async finish() {
      const { done, value } = await (next ?? rows.next());
      if (!done) throw new Error(`A statistic holds the group ${groupOf(value)}, which has no document.`);
    },
  };
}

/** All rows of a statistic that is small by nature: documents list it whole. */
export async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  return Array.fromAsync(rows);
}
