import { createWriteStream } from 'node:fs';
import { link, mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import pMap from 'p-map';
import type { Bucket } from '../../aws/bucket.ts';
import { TABLES } from '../../model/data/tables.ts';
import { auditReportKey, partition } from '../../model/keys.ts';
import type { Month } from '../../model/months.ts';
import type { AuditReport } from '../../model/runs/reports.ts';
import type { Release } from './releases.ts';

const REQUESTS_AT_ONCE = 8;

interface Part {
  readonly key: string;
  readonly table: string;
  readonly month: Month;
}

/** The parts of a release's tables. */
export type ReleaseTables = readonly Part[];

/** The tables of a run were deleted by clean-up, because no committed month references the run. */
export class TablesGoneError extends Error {
  override readonly name = 'TablesGoneError';
}

/** Finds the parts of every table, as the audits of the release's runs list them. @throws TablesGoneError */
export async function releaseTables(bucket: Bucket, { months }: Release): Promise<ReleaseTables> {
  const parts: Part[] = [];
  for (const { month, run_id } of months) {
    const audit = await bucket.findJson<AuditReport>(auditReportKey(run_id));
    if (audit === null) throw gone(month, run_id);
    for (const { name: table } of TABLES)
      for (const { key } of audit.tables[table]?.parts ?? []) parts.push({ key, table, month });
    const own = parts.filter((part) => part.month === month);
    const bytes = await pMap(own, ({ key }) => bucket.objectSize(key), { concurrency: REQUESTS_AT_ONCE });
    if (bytes.includes(null)) throw gone(month, run_id);
  }
  return parts;
}

const gone = (month: Month, runId: string): TablesGoneError =>
  new TablesGoneError(
    `Movies cannot be compared: the tables of run ${runId} of ${month} were deleted by clean-up; the figures are below.`,
  );

/**
 * Downloads the tables of releases, each into its own folder in the layout that {@link tableQuery} reads. A part that belongs to
 * several releases is downloaded once.
 */
export async function downloadTables(
  bucket: Bucket,
  releases: readonly { readonly tables: ReleaseTables; readonly folder: string }[],
  store: string,
): Promise<void> {
  await mkdir(store, { recursive: true });
  const keys = [...new Set(releases.flatMap(({ tables }) => tables.map(({ key }) => key)))];
  const fileOf = new Map(keys.map((key, at) => [key, join(store, String(at))]));
  await pMap(keys, (key) => download(bucket, key, fileOf.get(key)!), { concurrency: REQUESTS_AT_ONCE });
  for (const { tables, folder } of releases) {
    for (const { name } of TABLES) {
      const parts = tables.filter(({ table }) => table === name);
      for (const { key, month } of parts) {
        const place = join(folder, name, partition(month));
        await mkdir(place, { recursive: true });
        await link(fileOf.get(key)!, join(place, basename(key)));
      }
      if (parts.length === 0) await writeEmpty(join(folder, name));
    }
  }
}

async function download(bucket: Bucket, key: string, file: string): Promise<void> {
  const body = await bucket.findObject(key);
  if (body === null) throw new Error(`${key} was deleted by clean-up meanwhile; run the command again.`);
  await pipeline(body, createWriteStream(file));
}

/** Writes an empty file for a table without rows, because the SQL engine rejects a pattern that matches no file. */
async function writeEmpty(folder: string): Promise<void> {
  const place = join(folder, partition('2000-01'));
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'part-00000.json.gz'), gzipSync(''));
}
