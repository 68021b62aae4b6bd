import { glob, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBResultReader } from '@duckdb/node-api';
import { TooLargeForEngineError } from '../model/errors.ts';

/** What the engine may take at first: enough for ten times the dataset, and with Node's own below 512 MB. */
const BEGINNING_MB = 160;
/** How the names of scratch folders begin. */
const FOLDER = 'engine-';

/**
 * Runs `work` with the embedded SQL engine and a scratch folder, both gone afterwards. The engine keeps to little memory
 * and writes to the folder what doesn't fit. `preserveOrder` false lets it write rows in any order where a query names
 * none, in less memory. `threads` is how many it may use; left out, one a core.
 */
export async function withDuckDb<Result>(
  { preserveOrder, threads }: { readonly preserveOrder: boolean; readonly threads?: number },
  work: (engine: DuckDBInstance, folder: string) => Promise<Result>,
): Promise<Result> {
  await removeLeftOvers();
  const folder = await mkdtemp(join(tmpdir(), FOLDER));
  try {
    const engine = await DuckDBInstance.create(':memory:', {
      memory_limit: `${BEGINNING_MB}MB`,
      temp_directory: join(folder, 'spill'),
      preserve_insertion_order: String(preserveOrder),
      ...(threads !== undefined && { threads: String(threads) }),
      allocator_flush_threshold: '4MB',
      allocator_bulk_deallocation_flush_threshold: '16MB',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    try {
      return await work(engine, folder);
    } finally {
      engine.closeSync();
    }
  } finally {
    // Downloads that another one's failure left behind may still be writing.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Runs queries one after the other. One that doesn't fit into the engine's memory, because not everything can be written
 * to disk, is given twice as much and run again, up to `mostMb`.
 * @throws TooLargeForEngineError past that
 */
export function createRunner(
  connection: DuckDBConnection,
  mostMb: number,
  beginningMb: number = BEGINNING_MB,
): (sql: string) => Promise<DuckDBResultReader> {
  let megabytes = beginningMb;
  return async function run(sql) {
    try {
      return await connection.runAndReadAll(sql);
    } catch (error) {
      if (!(error as Error).message.startsWith('Out of Memory Error')) throw error;
      if (megabytes >= mostMb) {
        throw new TooLargeForEngineError(
          `The SQL engine needs more than ${mostMb} MB of memory (the setting engineMemoryMb).`,
          { cause: error },
        );
      }
      megabytes = Math.min(2 * megabytes, mostMb);
      await connection.run(`set memory_limit = '${megabytes}MB'`);
      return run(sql);
    }
  };
}

/** A function that ran out of time or memory leaves its folder behind, and its disk to the next. Nobody else is on it. */
async function removeLeftOvers(): Promise<void> {
  if (process.env.LAMBDA_TASK_ROOT === undefined) return;
  for await (const name of glob(`${FOLDER}*`, { cwd: tmpdir() })) {
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** A text as SQL writes it. */
export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`;
