import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readCommits } from '../../aws/commits.ts';
import { downloadTable } from '../../engine/committed-tables.ts';
import { DOWNLOAD_FORMATS, DOWNLOADS, type Download, isNormalized } from '../../model/api/downloads.ts';
import { TABLES } from '../../model/data/tables.ts';
import { exportReportKey } from '../../model/keys.ts';
import type { ExportedTable, ExportReport, MonthCommit } from '../../model/runs/reports.ts';
import type { RunOrder } from '../../model/runs/run.ts';
import { step } from '../runtime/handler.ts';
import { dataBucket, writeJson } from '../runtime/s3.ts';
import { downloadStatistics } from '../runtime/statistic-files.ts';
import { timing } from '../runtime/steps.ts';
import { type ExportEngine, type WrittenTable, withExportEngine } from './engine.ts';
import { store } from './store.ts';
import { STATISTICS_READ } from './tables.ts';

/**
 * Makes the downloads from the run's statistics and the committed months, and stores each file under its SHA-256. aggregate has
 * checked that the engine can read the tables.
 */
export const handler = step('export', async ({ run_id }: RunOrder, now) => {
  const began = now();
  const commits = await readCommits(dataBucket);
  const tables = await withExportEngine(async (engine, folder) => {
    const make = async (download: Download): Promise<ExportedTable> =>
      storeTable(download, await engine.write(download), run_id, now());
    const exported: ExportedTable[] = [];
    const statistics = await downloadStatistics(run_id, STATISTICS_READ, folder);
    await engine.readStatistics(statistics);
    for (const download of DOWNLOADS.filter(({ name }) => !isNormalized(name)))
      exported.push(await make(download));
    await engine.forgetStatistics(statistics);
    await readTables(engine, commits, folder);
    for (const download of DOWNLOADS.filter(({ name }) => isNormalized(name)))
      exported.push(await make(download));
    return exported;
  });
  const report: ExportReport = { tables, ...timing(began, now()) };
  await writeJson(exportReportKey(run_id), report);
  const files = tables.flatMap((table) => table.files);
  return {
    files: files.length,
    written: files.filter(({ written }) => written).length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  };
});

/** Stores both files of a table and deletes them from the disk. */
async function storeTable(
  { name }: Download,
  { rows, columns, paths }: WrittenTable,
  runId: string,
  now: Date,
): Promise<ExportedTable> {
  const files = await Promise.all(
    DOWNLOAD_FORMATS.map((format) => store(paths[format], { name: `${name}.${format}`, format, runId, now })),
  );
  await Promise.all(Object.values(paths).map((path) => rm(path)));
  return { name, rows, columns: columns.map(({ name: column, type }) => ({ name: column, type })), files };
}

async function readTables(
  engine: ExportEngine,
  commits: readonly MonthCommit[],
  folder: string,
): Promise<void> {
  for (const table of TABLES) {
    const tableFolder = join(folder, 'parts', table.name);
    await downloadTable(dataBucket, table, commits, tableFolder);
    await engine.readTable(table, tableFolder);
    await rm(tableFolder, { recursive: true });
  }
  await engine.prepare();
}
