import { isDeepStrictEqual } from 'node:util';
import pMap from 'p-map';
import { readMonthFiles } from '../../aws/commits.ts';
import { TABLES } from '../../model/data/tables.ts';
import { auditReportKey, commitKey, ingestReportKey, manifestKey, planKey } from '../../model/keys.ts';
import type { Plan } from '../../model/runs/plan.ts';
import type { AuditReport, CommittedFile, IngestReport, TablePart } from '../../model/runs/reports.ts';
import type { RunOrder } from '../../model/runs/run.ts';
import type { MonthFile } from '../../model/runs/tombstone.ts';
import { env } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { assertLock } from '../runtime/lock.ts';
import {
  dataBucket,
  deleteObject,
  findVersionedJson,
  readJson,
  writeJsonIf,
  writeObject,
} from '../runtime/s3.ts';

const REQUESTS_AT_ONCE = 16;

/**
 * Makes the run's tables the month's, or takes the month away: one PUT of `months/{month}.json`, and then the manifests for
 * SQL engines, which are made from it. A repeat keeps the commit that is there.
 */
export const handler = step(
  'commit',
  async (event: RunOrder, now): Promise<{ rows: Record<string, number> }> => {
    const commit = await commitOnce(event, now());
    await writeManifests();
    // Not before the commit: an audit that is repeated must find them.
    const { superseded_parts } = await readJson<AuditReport>(auditReportKey(event.run_id));
    await pMap(superseded_parts, deleteObject, { concurrency: REQUESTS_AT_ONCE });
    return {
      rows: Object.fromEntries(Object.entries(commit.tables).map(([name, { rows }]) => [name, rows])),
    };
  },
);

/**
 * The lock is asked for after the month was read, and the PUT wants the month as it was read: so no run can commit in
 * between, however late this one's request arrives.
 * @throws LockLostError
 */
async function commitOnce({ run_id, month, execution_arn }: RunOrder, now: Date): Promise<MonthFile> {
  const key = commitKey(month);
  for (;;) {
    const found = await findVersionedJson<MonthFile>(key);
    await assertLock(execution_arn);
    if (found?.value.run_id === run_id) return found.value;
    const commit = await composeCommit(run_id, now);
    if (await writeJsonIf(key, commit, found?.etag ?? null)) return commit;
    // It may well be this run's own, from an attempt whose answer was lost.
  }
}

/**
 * Of every month, not of this one alone: a run that died between its commit and its manifests is mended by the next.
 * Whoever writes last has looked at the commits after that, so that a late attempt leaves no older ones behind.
 */
async function writeManifests(): Promise<void> {
  for (let months = await readMonthFiles(dataBucket); ; ) {
    await pMap(
      months.flatMap((file) => TABLES.map(({ name }) => ({ file, table: name }))),
      ({ file, table }) => writeObject(manifestKey(table, file.month), manifest(file, table), 'text/plain'),
      { concurrency: REQUESTS_AT_ONCE },
    );
    const now = await readMonthFiles(dataBucket);
    if (isDeepStrictEqual(now, months)) return;
    months = now;
  }
}

async function composeCommit(runId: string, now: Date): Promise<MonthFile> {
  const plan = await readJson<Plan>(planKey(runId));
  const { month, code_version } = plan;
  const committed_at = now.toISOString();
  if (plan.remove) {
    return {
      month,
      removed: true,
      run_id: runId,
      committed_at,
      source: null,
      code_version,
      files: [],
      tables: {},
    };
  }
  const audit = await readJson<AuditReport>(auditReportKey(runId));
  const files = await Promise.all(
    plan.files.map(async ({ file }): Promise<CommittedFile> => {
      const { key, bytes, sha256, csv } = await readJson<IngestReport>(ingestReportKey(runId, file));
      return { file, key, bytes, sha256, csv, counts: audit.files[file] ?? null };
    }),
  );
  return {
    month,
    run_id: runId,
    committed_at,
    source: plan.source,
    code_version,
    files,
    tables: audit.tables,
  };
}

/**
 * One S3 URI of a part a line. A table without rows has an empty list, and so has a month that was removed: SQL engines
 * find nothing in it then, while a folder that has gone fails the query in some of them (Trino).
 */
function manifest(month: MonthFile, table: string): string {
  const parts: readonly TablePart[] = month.tables[table]?.parts ?? [];
  return parts.map(({ key }) => `s3://${env('BUCKET')}/${key}\n`).join('');
}
