import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackInfo } from '../../local/stack/info.ts';
import { METRICS, METRICS_NAMESPACE, type MetricBreakdown, type MetricName } from '../../model/metrics.ts';
import { isMetricLine, jsonLines, metricsIn, printed, type WrittenMetric } from '../lambdas/runtime/emf.ts';
import { metricsRead } from '../lib/monitoring/metrics-read.ts';
import { synthesize } from '../lib/synthesize.ts';

/** A line of a function's log. */
interface LogLine {
  /** The file name without its extension: `FunctionsPlanFunction`. */
  readonly of: string;
  readonly line: Record<string, unknown>;
}

function logLines(dataDir: string): LogLine[] {
  const folder = join(dataDir, 'logs');
  return readdirSync(folder)
    .filter((name) => name.startsWith('Functions'))
    .flatMap((name) =>
      jsonLines(readFileSync(join(folder, name), 'utf8')).map((line) => ({
        of: name.replace('.log', ''),
        line,
      })),
    );
}

/** The log lines in a data directory without a run, or without a month if the run has one. */
export function linesWithoutRun(dataDir: string, rollbacks: ReadonlySet<string>): string[] {
  return logLines(dataDir).flatMap(({ of, line }) => {
    const { run_id, month } = line;
    if (typeof run_id !== 'string') return [`${of} logs no run_id: ${JSON.stringify(line)}`];
    if (typeof month !== 'string' && !rollbacks.has(run_id))
      return [`${of} logs no month: ${JSON.stringify(line)}`];
    return [];
  });
}

/** The functions that have written logs in a data directory. */
export const loggedBy = (dataDir: string): Set<string> => new Set(logLines(dataDir).map(({ of }) => of));

/** The metrics that the functions have written in a data directory. */
const metricsOn = (dataDir: string): WrittenMetric[] =>
  metricsIn(logLines(dataDir).flatMap(({ line }) => (isMetricLine(line) ? [line] : [])));

/** The metrics of the hourly function, which is not scheduled locally, for the data of a running stack. */
async function metricsOfWatch(dataDir: string): Promise<WrittenMetric[]> {
  const info = JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8')) as StackInfo;
  Object.assign(process.env, {
    STACK_NAME: 'MovieStatistics',
    BUCKET: info.bucket,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    AWS_REGION: info.region,
    AWS_ENDPOINT_URL_S3: info.endpoints.s3,
    AWS_ACCESS_KEY_ID: info.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: info.credentials.secretAccessKey,
  });
  const { handler } = await import('../../lambdas/health-check/handler.ts');
  return metricsIn(jsonLines(await printed(() => handler())));
}

const named = (name: string, dimensions: object): string =>
  `${name} by ${JSON.stringify(Object.entries(dimensions).toSorted())}`;

/** The metrics that alarms or the dashboard read and no function writes, and those that differ from their declaration. */
export async function metricFaults(dataDir: string): Promise<string[]> {
  const written = [...metricsOn(dataDir), ...(await metricsOfWatch(dataDir))];
  const there = new Set(written.map(({ name, dimensions }) => named(name, dimensions)));
  const unwritten = metricsRead(synthesize())
    .filter(
      ({ namespace, name, dimensions }) =>
        namespace === METRICS_NAMESPACE && !there.has(named(name, dimensions)),
    )
    .map(({ by, name, dimensions }) => `${by} reads ${named(name, dimensions)}, which is not written`);
  const undeclared = written.flatMap(({ name, unit, value, dimensions: { stack, ...of } }) => {
    const { unit: declared, by } = METRICS[name as MetricName];
    const breakdown = (Object.keys(of)[0] ?? 'all') as MetricBreakdown;
    const right = unit === declared && (by as readonly MetricBreakdown[]).includes(breakdown);
    return right && typeof value === 'number' && stack === 'MovieStatistics'
      ? []
      : [`${name} is written as ${unit} by ${breakdown}: ${value}`];
  });
  return [...unwritten, ...undeclared];
}
