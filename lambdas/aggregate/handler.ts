import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readCommits } from '../../aws/commits.ts';
import { committedBytes, downloadTable } from '../../engine/committed-tables.ts';
import { STATISTIC_NAMES, type StatisticName } from '../../model/data/statistics.ts';
import { TABLES } from '../../model/data/tables.ts';
import { TooLargeForEngineError } from '../../model/errors.ts';
import { aggregateKey, aggregateReportKey } from '../../model/keys.ts';
import type { AggregateReport } from '../../model/runs/reports.ts';
import type { RunOrder } from '../../model/runs/run.ts';
import { numberEnv } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { dataBucket, writeJson, writeStream } from '../runtime/s3.ts';
import { timing } from '../runtime/steps.ts';
import { withEngine } from './engine.ts';
import { TABLES_READ } from './statistics.ts';

/** The tables that the statistics are computed from. */
const READ = TABLES.filter(({ name }) => name in TABLES_READ);

/**
 * Computes every statistic over the committed months, by SQL in the embedded engine, and writes each to S3.
 * @throws TooLargeForEngineError if the tables are larger than `engineMaxBytes`
 */
export const handler = step('aggregate', async ({ run_id }: RunOrder, now) => {
  const began = now();
  const commits = await readCommits(dataBucket);
  const bytes = await committedBytes(dataBucket, READ, commits);
  const limit = numberEnv('ENGINE_MAX_BYTES');
  if (bytes > limit) {
    throw new TooLargeForEngineError(
      `The tables have ${bytes} bytes; the embedded engine reads up to ${limit} (the setting engineMaxBytes).`,
    );
  }
  const { statistics, engine_seconds } = await withEngine(async (engine, folder) => {
    for (const table of READ) {
      const tableFolder = join(folder, table.name);
      await downloadTable(dataBucket, table, commits, tableFolder);
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
