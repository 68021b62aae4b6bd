import { glob, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { numberEnv } from './env.ts';

/** How the names of scratch folders begin. */
const FOLDER = 'engine-';

/**
 * Runs `work` with the embedded SQL engine and a scratch folder, both gone afterwards. The engine keeps to
 * ENGINE_MEMORY_MB and writes to the folder what doesn't fit. `preserveOrder` false lets it write rows in any order
 * where a query names none, in less memory.
 */
export async function withDuckDb<Result>(
  { preserveOrder }: { readonly preserveOrder: boolean },
  work: (engine: DuckDBInstance, folder: string) => Promise<Result>,
): Promise<Result> {
  await removeLeftOvers();
  const folder = await mkdtemp(join(tmpdir(), FOLDER));
  try {
    const engine = await DuckDBInstance.create(':memory:', {
      memory_limit: `${numberEnv('ENGINE_MEMORY_MB')}MB`,
      temp_directory: join(folder, 'spill'),
      preserve_insertion_order: String(preserveOrder),
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

/** A function that ran out of time or memory leaves its folder behind, and its disk to the next. Nobody else is on it. */
async function removeLeftOvers(): Promise<void> {
  if (process.env.LAMBDA_TASK_ROOT === undefined) return;
  for await (const name of glob(`${FOLDER}*`, { cwd: tmpdir() })) {
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

/** A text as SQL writes it. */
export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`;
