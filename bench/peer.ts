import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { STATISTIC_NAMES } from '../model/data/statistics.ts';
import { runNode } from './node.ts';

/** Time and memory of the plain DuckDB script. */
export interface PeerReport {
  readonly seconds: number;
  /** Of all threads. */
  readonly cpu_seconds: number;
  readonly peak_memory_mb: number;
}

export interface PeerOptions {
  readonly csv: string;
  /** The folder for the script's results. */
  readonly folder: string;
  /** The folder with the pipeline's results, which must be equal. */
  readonly statistics: string;
}

/** Runs the script on a raw file and compares its results with the pipeline's. @throws Error if they differ */
export async function runPeer({ csv, folder, statistics }: PeerOptions): Promise<PeerReport> {
  await mkdir(folder, { recursive: true });
  const report = JSON.parse(await runNode('bench/duckdb-script.ts', [csv, folder])) as PeerReport;
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const rows = async (sql: string): Promise<unknown[][]> => (await connection.runAndReadAll(sql)).getRows();
  try {
    for (const name of STATISTIC_NAMES) {
      const [ours, theirs] = [statistics, folder].map(
        (results) => `read_parquet('${join(results, `${name}.parquet`)}')`,
      );
      const columnsOf = async (table: string) =>
        (await rows(`describe select * from ${table}`)).map(([column]) => column);
      const known = new Set(await columnsOf(theirs!));
      // The script does not unescape names.
      const columns = (await columnsOf(ours!))
        .filter((column) => known.has(column) && column !== 'name')
        .join(', ');
      const [selectOurs, selectTheirs] = [ours, theirs].map((table) => `select ${columns} from ${table}`);
      const [[different]] = (await rows(
        `select (select count(*) from (${selectOurs} except all ${selectTheirs})) +
          (select count(*) from (${selectTheirs} except all ${selectOurs}))`,
      )) as [[bigint]];
      if (different > 0n)
        throw new Error(`${different} rows of ${name} differ between the pipeline and the script.`);
    }
  } finally {
    connection.closeSync();
    database.closeSync();
  }
  return report;
}
