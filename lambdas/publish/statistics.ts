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

/** A run's statistics on local disk. */
export interface Statistics {
  /** The rows of a statistic in order. Only a few thousand are in memory at a time. */
  read<Name extends StatisticName>(name: Name): AsyncGenerator<StatisticRows[Name]>;
}

/** Downloads a run's statistics and calls `work` with them. */
export async function withStatistics<Result>(
  runId: string,
  work: (statistics: Statistics) => Promise<Result>,
): Promise<Result> {
  return withDuckDb({ preserveOrder: true }, async (engine, folder) => {
    const paths = await downloadStatistics(runId, STATISTIC_NAMES, folder);
    return work({ read: (name) => readParquet(engine, paths.get(name)!) });
  });
}

/** Each read has its own connection, so that several statistics can be read at the same time. */
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
 * Values as in {@link StatisticRows}: whole numbers as numbers (values of the data are below 10^15), decimals as bigints without the
 * decimal point, so that sums stay exact.
 */
function plain(value: DuckDBValue, _type: DuckDBType): number | bigint | string | null {
  if (value instanceof DuckDBDecimalValue) return value.value;
  return typeof value === 'bigint' ? Number(value) : (value as number | string | null);
}

/** Reads a statistic group by group, in parallel with another statistic that has the same order. */
export interface Groups<Row> {
  /** The rows of a group; none if the next group is another one. */
  take(group: number): Promise<Row[]>;
  /** Stops reading. */
  close(): Promise<void>;
  /** @throws Error if groups are left, because the two statistics have different orders */
  finish(): Promise<void>;
}

/** Creates a reader of groups; only the rows of one group are in memory. */
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
      if (!done) throw new Error(`A statistic has the group ${groupOf(value)}, which has no document.`);
    },
  };
}

/** All rows of a small statistic. */
export async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  return Array.fromAsync(rows);
}
