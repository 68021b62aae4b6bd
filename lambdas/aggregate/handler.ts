import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import pMap from 'p-map';
import { TooLargeForEngineError } from '../../model/errors.ts';
import { aggregateKey, aggregateReportKey, partition } from '../../model/keys.ts';
import type { AggregateReport, MonthCommit } from '../../model/reports.ts';
import type { RunOrder } from '../../model/run.ts';
import { STATISTIC_NAMES, type StatisticName } from '../../model/statistics.ts';
import { TABLES, type Table } from '../../model/tables.ts';
import { readCommits } from '../runtime/commits.ts';
import { numberEnv } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { objectSize, openObject, writeJson, writeStream } from '../runtime/s3.ts';
import { timing } from '../runtime/steps.ts';
import { withEngine } from './engine.ts';
import { TABLES_READ } from './statistics.ts';

const DOWNLOADS_AT_ONCE = 8;
/** The tables that the statistics are computed from. */
const READ = TABLES.filter(({ name }) => name in TABLES_READ);

/**
 * Computes every statistic over the committed months, by SQL in the embedded engine, and writes each to S3.
 * @throws TooLargeForEngineError when the tables are past what the engine may read
 */
export const handler = step('aggregate', async ({ run_id }: RunOrder, now) => {
  const began = now();
  const commits = await readCommits();
  const bytes = await tableBytes(commits);
  const limit = numberEnv('ENGINE_MAX_BYTES');
  if (bytes > limit) {
    throw new TooLargeForEngineError(
      `The tables have ${bytes} bytes; the embedded engine reads up to ${limit} (the setting engineMaxBytes).`,
    );
  }
  const { statistics, engine_seconds } = await withEngine(async (engine, folder) => {
    for (const table of READ) {
      const tableFolder = join(folder, table.name);
      await download(table, commits, tableFolder);
      await engine.readTable(table, TABLES_READ[table.name]!, tableFolder);
      await rm(tableFolder, { recursive: true });
    }
    await engine.prepare();
    const rows: Partial<Record<StatisticName, number>> = {};
    for (const name of STATISTIC_NAMES) {
      const path = join(folder, `${name}.parquet`);
      rows[name] = await engine.write(name, path);
      await writeStream(aggregateKey(run_id, name), createReadStream(path), 'application/vnd.apache.parquet');
    }
    return { statistics: rows as Record<StatisticName, number>, engine_seconds: engine.seconds() };
  });
  const report: AggregateReport = {
    months: commits.map(({ month }) => month),
    bytes,
    statistics,
    engine_seconds,
    ...timing(began, now()),
  };
  await writeJson(aggregateReportKey(run_id), report);
  return { bytes, movies_months: commits.length };
});

const partsOf = (commit: MonthCommit, table: Table): readonly { key: string }[] =>
  commit.tables[table.name]?.parts ?? [];

async function tableBytes(commits: readonly MonthCommit[]): Promise<number> {
  const keys = commits.flatMap((commit) =>
    READ.flatMap((table) => partsOf(commit, table).map(({ key }) => key)),
  );
  const sizes = await pMap(keys, async (key) => (await objectSize(key)) ?? 0, {
    concurrency: DOWNLOADS_AT_ONCE,
  });
  return sizes.reduce((total, size) => total + size, 0);
}

/** Lays a table's parts out as Hive does: the engine takes the partition columns from the folders' names. */
async function download(table: Table, commits: readonly MonthCommit[], folder: string): Promise<void> {
  const parts = commits.flatMap((commit) =>
    partsOf(commit, table).map(({ key }) => ({ key, folder: join(folder, partition(commit.month)) })),
  );
  await pMap(
    parts,
    async (part) => {
      await mkdir(part.folder, { recursive: true });
      await pipeline(await openObject(part.key), createWriteStream(join(part.folder, basename(part.key))));
    },
    { concurrency: DOWNLOADS_AT_ONCE },
  );
  if (parts.length > 0) return;
  // The engine refuses a pattern that matches no file; a table without rows is one empty file.
  const empty = join(folder, partition('2000-01'));
  await mkdir(empty, { recursive: true });
  await writeFile(join(empty, 'part-00000.json.gz'), gzipSync(''));
}
