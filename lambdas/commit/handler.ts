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
 * Commits the run's tables or the removal of the month with one PUT of `months/{month}.json`, and then writes the manifests for SQL
 * engines. A repeat keeps its existing commit.
 */
export const handler = step(
  'commit',
  async (event: RunOrder, now): Promise<{ rows: Record<string, number> }> => {
    const commit = await commitOnce(event, now());
    await writeManifests();
    // Deleted only after the commit, because a repeated audit needs them.
    const { superseded_parts } = await readJson<AuditReport>(auditReportKey(event.run_id));
    await pMap(superseded_parts, deleteObject, { concurrency: REQUESTS_AT_ONCE });
    return {
      rows: Object.fromEntries(Object.entries(commit.tables).map(([name, { rows }]) => [name, rows])),
    };
  },
);

/**
 * The lock is checked after the month was read, and the PUT is conditional on the month as it was read. So no other run can commit in
 * between, however late this request arrives.
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
    // The existing commit can be this run's own, from an attempt whose response was lost.
  }
}

/**
 * Writes the manifests of all months, because a run can fail between its commit and its manifests. Afterwards the commits are read
 * again and the manifests rewritten if a commit changed, so that a late attempt doesn't leave older manifests.
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
 * One S3 URI of a part per line. A table without rows and a removed month have an empty manifest, because a missing folder fails the
 * query in some SQL engines (Trino).
 */
function manifest(month: MonthFile, table: string): string {
  const parts: readonly TablePart[] = month.tables[table]?.parts ?? [];
  return parts.map(({ key }) => `s3://${env('BUCKET')}/${key}\n`).join('');
}
