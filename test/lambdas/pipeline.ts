import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { auditReportKey, ingestReportKey, planKey, quarantineKey } from '../../model/keys.ts';
import type { Plan } from '../../model/runs/plan.ts';
import type { AuditReport, IngestReport, RowCounts } from '../../model/runs/reports.ts';
import { BUCKET, startLake } from './bucket.ts';

const MONTH = '2026-10';
export const MOVIES = 'movies_metadata.csv';

/** A row of a table or of the quarantine, in JSON. */
export type JsonRow = Record<string, unknown>;

/** The outcome of a drop. */
export interface Outcome {
  readonly counts: RowCounts;
  readonly audit: AuditReport;
  readonly extraColumns: readonly string[];
  readonly parts: number;
  readonly quarantine: readonly JsonRow[];
  readonly tables: Readonly<Record<string, readonly JsonRow[]>>;
}

/** Settings of a run's input. */
export interface RunOptions {
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** The real functions of a run up to its commit, in this process, with a local S3 server. */
export interface Pipeline {
  /** Runs ingest, normalize and audit for a drop. @throws the error of a step */
  run(runId: string, source: string, partBytes: number, options?: RunOptions): Promise<Outcome>;
  stop(): Promise<void>;
}

/** Starts the S3 server and configures the functions for it. They read their environment when they are loaded. */
export async function startPipeline(): Promise<Pipeline> {
  const lake = await startLake();
  const s3 = new S3Client({ forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });
  const { openSource } = await import('../../lambdas/sources/open-source.ts');
  const { dropFiles } = await import('../../lambdas/plan/drop.ts');
  const ingest = await import('../../lambdas/ingest/handler.ts');
  const normalize = await import('../../lambdas/normalize/handler.ts');
  const audit = await import('../../lambdas/audit/handler.ts');
  const { noUsage } = await import('../../aws/usage.ts');

  async function read(key: string): Promise<Buffer> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
    return Buffer.from(await Body!.transformToByteArray());
  }

  async function readJson<Value>(key: string): Promise<Value> {
    return JSON.parse((await read(key)).toString()) as Value;
  }

  async function readRows(key: string): Promise<JsonRow[]> {
    const lines = gunzipSync(await read(key))
      .toString()
      .split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as JsonRow);
  }

  /** The rows of a part. A part without rows has no object. */
  async function readRowsIfAny(key: string): Promise<JsonRow[]> {
    try {
      return await readRows(key);
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return [];
      throw error;
    }
  }

  return {
    async run(runId, source, partBytes, { force = false, dryRun = false } = {}) {
      process.env.PART_BYTES = String(partBytes);
      const opened = await openSource(source);
      const entries = await opened.list();
      const folders = await opened.folders();
      const plan: Plan = {
        execution_arn: `arn:aws:states:eu-central-1:000000000000:execution:golden:${runId}`,
        started_at: '2026-10-05T06:00:00Z',
        run_id: runId,
        month: MONTH,
        from: 'ingest',
        dry_run: dryRun,
        remove: false,
        publish: false,
        force,
        reason: null,
        source,
        code_version: 'test',
        live_slot: null,
        base_run_id: null,
        files: dropFiles(entries, source, Number(process.env.MAX_FILE_BYTES), folders),
        seconds: 0,
        usage: noUsage(),
      };
      await s3.send(
        new PutObjectCommand({ Bucket: BUCKET, Key: planKey(runId), Body: JSON.stringify(plan) }),
      );
      const ingested = await pMap(
        plan.files,
        ({ file }) => ingest.handler({ run_id: runId, month: MONTH, file }),
        { concurrency: 8 },
      );
      const parts = ingested.flatMap((file) => file.parts);
      await pMap(parts, (part) => normalize.handler({ run_id: runId, month: MONTH, ...part }), {
        concurrency: 8,
      });
      await audit.handler({ run_id: runId, month: MONTH });

      const { csv } = await readJson<IngestReport>(ingestReportKey(runId, MOVIES));
      const report = await readJson<AuditReport>(auditReportKey(runId));
      const { files, tables } = report;
      const quarantine = parts.map(({ part }) => readRowsIfAny(quarantineKey(MOVIES, MONTH, runId, part)));
      const rowsByTable = Object.entries(tables).map(async ([name, table]) => {
        const rows = await Promise.all(table.parts.map(({ key }) => readRows(key)));
        return [name, rows.flat()] as const;
      });
      return {
        counts: files[MOVIES]!,
        audit: report,
        extraColumns: csv!.extra_columns,
        parts: parts.length,
        quarantine: (await Promise.all(quarantine)).flat(),
        tables: Object.fromEntries(await Promise.all(rowsByTable)),
      };
    },
    stop: () => lake.stop(),
  };
}
