import { withoutSecrets } from '../../model/addresses.ts';
import { sourceFile } from '../../model/data/source-files.ts';
import {
  aggregateReportKey,
  auditReportKey,
  commitKey,
  exportReportKey,
  ingestReportKey,
  normalizeReportKey,
  planKey,
  publishReportKey,
} from '../../model/keys.ts';
import { monthsAhead } from '../../model/months.ts';
import type { Plan } from '../../model/runs/plan.ts';
import type {
  AggregateReport,
  AuditReport,
  ExportReport,
  IngestReport,
  NormalizeReport,
  PublishReport,
  Timing,
} from '../../model/runs/reports.ts';
import { type Execution, parseRunInput, type RunRequest, runIdOf } from '../../model/runs/run.ts';
import type { FileRecord, ReleaseRecord, RunRecord } from '../../model/runs/run-record.ts';
import type { MonthFile } from '../../model/runs/tombstone.ts';
import { stepUsage } from '../../model/runs/usage.ts';
import { env } from '../runtime/env.ts';
import { findJson } from '../runtime/s3.ts';
import { slotAfter } from './slot-after.ts';

/** How an execution ended. */
export interface Outcome {
  readonly execution: Execution;
  /** The execution's input, which may be invalid. */
  readonly input: unknown;
  readonly outcome: RunRecord['outcome'];
  readonly error: RunRecord['error'];
}

/** Combines the reports of the steps that the run reached. */
export async function composeRecord(
  { execution, input, outcome, error }: Outcome,
  finishedAt: string,
): Promise<RunRecord> {
  const runId = runIdOf(execution);
  const request = parsedInput(input);
  const plan = await find<Plan>(planKey(runId));
  // A run from the committed tables has no files of its own: it uses those of the run that committed them.
  const filesRunId = (plan?.from === 'aggregate' && plan.base_run_id) || runId;
  const ingested = await Promise.all(
    (plan?.files ?? []).map(({ file }) => find<IngestReport>(ingestReportKey(filesRunId, file))),
  );
  const raw = ingested.filter((report) => report !== null);
  const audit = await find<AuditReport>(auditReportKey(filesRunId));
  const aggregate = await find<AggregateReport>(aggregateReportKey(runId));
  const exported = await find<ExportReport>(exportReportKey(runId));
  const publish = await find<PublishReport>(publishReportKey(runId));
  const commit = request && (await find<MonthFile>(commitKey(request.month)));
  const normalized = await normalizeReports(runId, raw);
  const committed = commit?.run_id === runId;
  // Only the steps of this run are included. Another run produced the data that it starts from.
  const steps: Readonly<Record<string, readonly Work[]>> = {
    plan: plan ? [plan] : [],
    ingest: request?.from === 'ingest' ? raw : [],
    normalize: normalized,
    audit: audit && filesRunId === runId ? [audit] : [],
    aggregate: aggregate ? [aggregate] : [],
    export: exported ? [exported] : [],
    compare: publish ? [publish] : [],
    fill: publish?.filled ? [publish.filled] : [],
  };
  const done = Object.entries(steps).filter(([, invocations]) => invocations.length > 0);
  return {
    run_id: runId,
    outcome,
    month: request?.month ?? null,
    source: plan?.source ?? (request?.source && withoutSecrets(request.source)) ?? null,
    from: request && !request.remove ? request.from : null,
    dry_run: request?.dry_run ?? false,
    publish: request?.publish ?? null,
    force: request?.force ?? null,
    reason: request?.reason ?? null,
    warnings: [
      ...(request ? monthWarnings(request, execution.started_at) : []),
      ...((filesRunId === runId && audit?.warnings) || []),
    ],
    execution_arn: execution.execution_arn,
    code_version: env('CODE_VERSION'),
    started_at: execution.started_at,
    finished_at: finishedAt,
    seconds: (Date.parse(finishedAt) - Date.parse(execution.started_at)) / 1000,
    error,
    committed,
    removed: committed && request!.remove,
    files: raw.map((report) => fileRecord(report, audit)),
    tables: Object.fromEntries(Object.entries(audit?.tables ?? {}).map(([name, { rows }]) => [name, rows])),
    gates: filesRunId === runId ? (audit?.gates ?? []) : [],
    genre_addresses: (filesRunId === runId && audit?.genre_addresses) || null,
    changes_movies: filesRunId === runId ? (audit?.changes_movies ?? null) : null,
    downloads: exported && downloadsRecord(exported),
    release: publish && (await releaseRecord(publish, outcome)),
    rollback: null,
    timings: Object.fromEntries(done.map(([name, invocations]) => [name, total(invocations)])),
    usage: Object.fromEntries(done.map(([name, invocations]) => [name, stepUsage(invocations)])),
  };
}

/**
 * Warns about a month that has not begun when the run starts: it may be mistyped, and its rows replace those of all
 * earlier months.
 */
function monthWarnings({ month, remove }: RunRequest, startedAt: string): string[] {
  if (remove || monthsAhead(month, new Date(startedAt)) <= 0) return [];
  return [`The month ${month} had not begun when this run started on ${startedAt.slice(0, 10)}.`];
}

/** The time and usage in a report. */
type Work = Pick<Timing, 'seconds' | 'usage'>;

const find = async <Report>(key: string): Promise<Report | null> => findJson<Report>(key);

const total = (steps: readonly { seconds: number }[]): number =>
  Number(steps.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3));

/** The input as plan reads it; null if it is invalid. */
function parsedInput(input: unknown): RunRequest | null {
  try {
    return parseRunInput(input);
  } catch {
    return null;
  }
}

async function normalizeReports(runId: string, raw: readonly IngestReport[]): Promise<NormalizeReport[]> {
  const keys = raw.flatMap(({ file, csv }) =>
    (csv?.parts ?? []).map((_, part) => normalizeReportKey(runId, file, part)),
  );
  const reports = await Promise.all(keys.map((key) => find<NormalizeReport>(key)));
  return reports.filter((report) => report !== null);
}

function fileRecord({ file, key, bytes, sha256, csv }: IngestReport, audit: AuditReport | null): FileRecord {
  return {
    file,
    known: sourceFile(file) !== undefined,
    key,
    bytes,
    sha256,
    extra_columns: csv?.extra_columns ?? [],
    counts: audit?.files[file] ?? null,
  };
}

function downloadsRecord({ tables }: ExportReport): RunRecord['downloads'] {
  const files = tables.flatMap((table) => table.files);
  return {
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    written: files.filter(({ written }) => written).length,
  };
}

async function releaseRecord(
  { changed, changes, filled, live, target }: PublishReport,
  outcome: RunRecord['outcome'],
): Promise<ReleaseRecord> {
  return {
    changed,
    // The API was not switched if no slot was filled.
    slot: filled ? await slotAfter(outcome, target) : live,
    changes,
    documents_written: (filled?.added ?? 0) + (filled?.changed ?? 0),
    documents_deleted: filled?.removed ?? 0,
  };
}
