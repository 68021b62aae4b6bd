import { createWriteStream } from 'node:fs';
import { glob, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Clients, createClients } from '../cli/shared/clients.ts';
import { log } from '../cli/shared/command.ts';
import { type MonthInput, monthRequest } from '../cli/shared/run-month.ts';
import { runIn } from '../cli/shared/stack-runs.ts';
import { openStack } from '../local/stack/stack.ts';
import { STATISTIC_NAMES } from '../model/data/statistics.ts';
import { aggregateKey, aggregateReportKey } from '../model/keys.ts';
import type { AggregateReport } from '../model/runs/reports.ts';
import type { RunRecord } from '../model/runs/run-record.ts';

/** The totals of a step's invocations. */
export interface StepReport {
  readonly step: string;
  readonly invocations: number;
  /** From the start of the first to the end of the last. */
  readonly wall_seconds: number;
  /** The sum of all invocations and threads. */
  readonly cpu_seconds: number;
  /** The sum of the time in which the invocations waited for S3, including compression on other threads. */
  readonly waiting_seconds: number;
  readonly peak_memory_mb: number;
}

/** The result of a month. */
export interface MonthReport {
  readonly bytes: number;
  readonly rows: number;
  /** Written documents; null if nothing was published. */
  readonly documents: number | null;
  readonly steps: readonly StepReport[];
  readonly ingest_to_aggregate: number;
}

export interface MonthOptions {
  readonly dataDir: string;
  readonly input: MonthInput;
  /** The folder for the run's statistics. */
  readonly statistics: string;
}

/** Runs a month in a new local stack, and reads the time of each step from the functions' logs. */
export async function measureMonth({ dataDir, input, statistics }: MonthOptions): Promise<MonthReport> {
  const stack = await openStack({ dataDir, port: null, report: log });
  const clients = createClients(stack.info);
  try {
    const run = await runIn(stack, { request: monthRequest(input), log, signalled: new Promise(() => {}) });
    if (run.failure !== null) throw new Error(run.failure);
    const record = JSON.parse(run.record!) as RunRecord;
    const { run_id, files, release } = record;
    await download(clients, run_id, statistics);
    const { engine_seconds } = (await clients.bucket.findJson<AggregateReport>(aggregateReportKey(run_id)))!;
    const logged = await readLogs(join(dataDir, 'logs'), run_id);
    return {
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
      rows: files.reduce((sum, file) => sum + (file.counts?.read ?? 0), 0),
      documents: release?.documents_written ?? null,
      steps: [...Map.groupBy(logged, ({ step }) => step)].map(([step, lines]) =>
        stepReport(step, lines, step === 'aggregate' ? engine_seconds : 0),
      ),
      ingest_to_aggregate: (timeOf(logged, 'aggregate', 'ended') - timeOf(logged, 'ingest', 'begins')) / 1000,
    };
  } finally {
    clients.close();
    await stack.close();
  }
}

/** A log line at the start or end of an invocation. */
interface LogLine {
  readonly message: 'begins' | 'ended';
  readonly timestamp: string;
  readonly step: string;
  readonly run_id?: string;
  readonly cpu_seconds: number;
  readonly waiting_seconds: number;
  readonly peak_memory_mb: number;
}

async function readLogs(folder: string, runId: string): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  for await (const name of glob('*.log', { cwd: folder })) {
    for (const line of (await readFile(join(folder, name), 'utf8')).split('\n')) {
      if (line.startsWith('{"level"') && line.includes(runId)) lines.push(JSON.parse(line) as LogLine);
    }
  }
  return lines.toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
}

function stepReport(step: string, lines: readonly LogLine[], engineSeconds: number): StepReport {
  const ended = lines.filter(({ message }) => message === 'ended');
  const total = (field: 'cpu_seconds' | 'waiting_seconds'): number =>
    ended.reduce((sum, line) => sum + line[field], 0);
  return {
    step,
    invocations: ended.length,
    wall_seconds: (timeOf(lines, step, 'ended') - timeOf(lines, step, 'begins')) / 1000,
    cpu_seconds: total('cpu_seconds'),
    waiting_seconds: Math.max(0, total('waiting_seconds') - engineSeconds),
    peak_memory_mb: Math.max(...ended.map(({ peak_memory_mb }) => peak_memory_mb)),
  };
}

/** The start of a step's first invocation or the end of its last one, in ms since 1970. */
function timeOf(lines: readonly LogLine[], step: string, message: LogLine['message']): number {
  const times = lines
    .filter((line) => line.step === step && line.message === message)
    .map(({ timestamp }) => Date.parse(timestamp));
  return message === 'begins' ? Math.min(...times) : Math.max(...times);
}

async function download({ bucket }: Clients, runId: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of STATISTIC_NAMES) {
    const body = await bucket.openObject(aggregateKey(runId, name));
    await pipeline(body, createWriteStream(join(folder, `${name}.parquet`)));
  }
}
