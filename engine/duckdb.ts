import { glob, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, type DuckDBResultReader } from '@duckdb/node-api';
import { TooLargeForEngineError } from '../model/errors.ts';

/** The engine's initial memory limit: enough for ten times the dataset, and below 512 MB together with Node. */
const INITIAL_MB = 160;
/** The prefix of scratch folders. */
const FOLDER = 'engine-';

/**
 * Runs `work` with the embedded SQL engine and a scratch folder, and removes both afterwards. The engine has a low memory
 * limit and spills to the folder. `preserveOrder` false allows any row order in queries without one, which needs less
 * memory. `threads` is the most threads to use, by default one per core.
 */
export async function withDuckDb<Result>(
  { preserveOrder, threads }: { readonly preserveOrder: boolean; readonly threads?: number },
  work: (engine: DuckDBInstance, folder: string) => Promise<Result>,
): Promise<Result> {
  await removeOldFolders();
  const folder = await mkdtemp(join(tmpdir(), FOLDER));
  try {
    const engine = await DuckDBInstance.create(':memory:', {
      memory_limit: `${INITIAL_MB}MB`,
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
    // If one download fails, others may still be writing files.
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Runs queries one after the other. A query that exceeds the memory limit, because not every operator can spill, is run
 * again with twice the memory, up to `maxMb`.
 * @throws TooLargeForEngineError above that
 */
export function createRunner(
  connection: DuckDBConnection,
  maxMb: number,
  initialMb: number = INITIAL_MB,
): (sql: string) => Promise<DuckDBResultReader> {
  let megabytes = initialMb;
  return async function run(sql) {
    try {
      return await connection.runAndReadAll(sql);
    } catch (error) {
      if (!(error as Error).message.startsWith('Out of Memory Error')) throw error;
      if (megabytes >= maxMb) {
        throw new TooLargeForEngineError(
          `The SQL engine needs more than ${maxMb} MB of memory (the setting engineMemoryMb).`,
          { cause: error },
        );
      }
      megabytes = Math.min(2 * megabytes, maxMb);
      await connection.run(`set memory_limit = '${megabytes}MB'`);
      return run(sql);
    }
  };
}

/**
 * Removes the folders of earlier invocations that ran out of time or memory: Lambda reuses the disk, for one invocation
 * at a time.
 */
async function removeOldFolders(): Promise<void> {
  if (process.env.LAMBDA_TASK_ROOT === undefined) return;
  for await (const name of glob(`${FOLDER}*`, { cwd: tmpdir() })) {
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** A text as an SQL literal. */
export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`;
