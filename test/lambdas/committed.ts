import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type * as Aggregate from '../../lambdas/aggregate/handler.ts';
import type * as Export from '../../lambdas/export/handler.ts';
import type * as S3 from '../../lambdas/runtime/s3.ts';
import type { DownloadFormat, DownloadName } from '../../model/api/downloads.ts';
import { commitKey, exportReportKey, PREFIXES, tablePartKey } from '../../model/keys.ts';
import type { ExportReport } from '../../model/runs/reports.ts';
import { startLake } from './bucket.ts';

/** Commits months directly, without a run, and exports them. */

/** A movie in the format of normalize's tables. Omitted columns are null, and omitted lists are empty. */
export interface CommittedMovie {
  readonly id: number;
  readonly genres?: readonly (readonly [id: number, name: string])[];
  readonly companies?: readonly (readonly [id: number, name: string])[];
  readonly [column: string]: unknown;
}

export interface CommittedMonth {
  readonly month: string;
  readonly run: string;
  /** The source row of a movie is its position in this list, from 1. */
  readonly movies: readonly CommittedMovie[];
  /** The number of parts that contain the rows. @default 1 */
  readonly parts?: number;
  /** Whether the rows are in reverse order. @default false */
  readonly backwards?: boolean;
}

type JsonRow = Readonly<Record<string, unknown>>;

function rowsOf({ run, movies }: CommittedMonth): Record<string, readonly JsonRow[]> {
  const lineage = (index: number) => ({ run_id: run, source_row: index + 1 });
  const entries = (of: (movie: CommittedMovie) => readonly (readonly [number, string])[] | undefined) =>
    movies.flatMap((movie, index) =>
      (of(movie) ?? []).map(([id, name]) => ({ ...lineage(index), id, name, movie_id: movie.id })),
    );
  return {
    movies_metadata: movies.map(({ genres: _, companies: __, ...movie }, index) => ({
      ...lineage(index),
      production_countries: [],
      spoken_languages: [],
      ...movie,
    })),
    genres: entries(({ genres }) => genres),
    production_companies: entries(({ companies }) => companies),
  };
}

/** A lake with the steps that compute statistics and write the downloads. */
export interface Exports {
  readonly s3: typeof S3;
  /** Replaces all committed months with these. Downloads are kept. */
  commit(months: readonly CommittedMonth[]): Promise<void>;
  /** Runs both steps with a run's id and returns the report of export. */
  make(runId: string): Promise<ExportReport>;
  /** Saves the download of a table to local disk and returns its path. */
  fileOf(report: ExportReport, table: DownloadName, format: DownloadFormat): Promise<string>;
  stop(): Promise<void>;
}

export async function startExports(): Promise<Exports> {
  const lake = await startLake();
  const folder = await mkdtemp(join(tmpdir(), 'exports-'));
  Object.assign(process.env, { ENGINE_MAX_BYTES: '1000000000', ENGINE_MEMORY_MB: '1000' });
  const s3: typeof S3 = await import('../../lambdas/runtime/s3.ts');
  const aggregate: typeof Aggregate = await import('../../lambdas/aggregate/handler.ts');
  const exporting: typeof Export = await import('../../lambdas/export/handler.ts');

  async function commitMonth(committed: CommittedMonth): Promise<void> {
    const { month, run, parts: count = 1, backwards = false } = committed;
    const tables: Record<string, unknown> = {};
    for (const [table, all] of Object.entries(rowsOf(committed))) {
      const rows = backwards ? all.toReversed() : all;
      const parts = [];
      for (let part = 0; part < count; part += 1) {
        const own = rows.filter((_, index) => index % count === part);
        if (own.length === 0) continue;
        const key = tablePartKey(table, month, run, part);
        const lines = own.map((row) => `${JSON.stringify(row)}\n`).join('');
        await s3.writeObject(key, gzipSync(lines), 'application/gzip');
        parts.push({ key, rows: own.length });
      }
      tables[table] = { rows: rows.length, parts };
    }
    await s3.writeJson(commitKey(month), { month, run_id: run, files: [], tables });
  }

  return {
    s3,
    async commit(months) {
      const old = await Array.fromAsync(s3.listObjects(PREFIXES.months));
      await s3.deleteObjects(old.map(({ key }) => key));
      for (const month of months) await commitMonth(month);
    },
    async make(runId) {
      const order = {
        run_id: runId,
        month: '2026-10',
        from: 'ingest',
        publish: true,
        execution_arn: `arn:${runId}`,
        started_at: '2026-10-05T06:00:00Z',
      } as const;
      await aggregate.handler(order);
      await exporting.handler(order);
      return s3.readJson<ExportReport>(exportReportKey(runId));
    },
    async fileOf({ tables }, table, format) {
      const file = tables.find(({ name }) => name === table)!.files.find((each) => each.format === format)!;
      const path = join(folder, file.name);
      await writeFile(path, await s3.readObject(file.key));
      return path;
    },
    async stop() {
      await lake.stop();
      await rm(folder, { recursive: true });
    },
  };
}
