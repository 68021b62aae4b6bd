import pMap from 'p-map';
import { auditReportKey, commitKey, ingestReportKey, manifestKey, planKey } from '../../model/keys.ts';
import type { AuditReport, CommittedFile, IngestReport, MonthCommit, Plan } from '../../model/reports.ts';
import type { RunOrder } from '../../model/run.ts';
import { TABLES } from '../../model/tables.ts';
import { readCommits } from '../runtime/commits.ts';
import { env } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { assertLock } from '../runtime/lock.ts';
import { findJson, readJson, writeJson, writeObject } from '../runtime/s3.ts';

const MANIFESTS_AT_ONCE = 16;

/**
 * Makes the run's tables the month's: one PUT of `months/{month}.json`, and then the manifests for SQL engines, which
 * are made from it. A repeat keeps the commit that is there.
 */
export const handler = step(
  'commit',
  async (event: RunOrder, now): Promise<{ rows: Record<string, number> }> => {
    const { run_id, month, execution_arn } = event;
    await assertLock(execution_arn);
    const committed = (await findJson<MonthCommit>(commitKey(month)))?.value;
    const commit = committed?.run_id === run_id ? committed : await composeCommit(run_id, now());
    if (commit !== committed) await writeJson(commitKey(month), commit);
    // Of every month, not of this one alone: a run that died between the two PUTs is mended by the next.
    await pMap(
      (await readCommits()).flatMap((each) => TABLES.map((table) => ({ commit: each, table: table.name }))),
      (each) =>
        writeObject(
          manifestKey(each.table, each.commit.month),
          manifest(each.commit, each.table),
          'text/plain',
        ),
      { concurrency: MANIFESTS_AT_ONCE },
    );
    return {
      rows: Object.fromEntries(Object.entries(commit.tables).map(([name, { rows }]) => [name, rows])),
    };
  },
);

async function composeCommit(runId: string, now: Date): Promise<MonthCommit> {
  const plan = await readJson<Plan>(planKey(runId));
  const audit = await readJson<AuditReport>(auditReportKey(runId));
  const files = await Promise.all(
    plan.files.map(async ({ file }): Promise<CommittedFile> => {
      const { key, bytes, sha256, csv } = await readJson<IngestReport>(ingestReportKey(runId, file));
      return { file, key, bytes, sha256, csv, counts: audit.files[file] ?? null };
    }),
  );
  return {
    month: plan.month,
    run_id: runId,
    committed_at: now.toISOString(),
    source: plan.source,
    code_version: plan.code_version,
    files,
    tables: audit.tables,
  };
}

/** One S3 URI of a part a line. A table without rows has an empty list. */
function manifest({ tables }: MonthCommit, table: string): string {
  return (tables[table]?.parts ?? []).map(({ key }) => `s3://${env('BUCKET')}/${key}\n`).join('');
}
