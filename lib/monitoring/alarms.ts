import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { dataAgeLimit } from '../settings/monitoring-settings.ts';
import type { Settings } from '../settings/settings.ts';
import { type AlarmRule, EVENT, SILENCE, STATE, TRAFFIC, WAITING } from './alarm-rules.ts';
import { bucketMetric, type MonitoredResources } from './monitored-resources.ts';
import { ownMetric } from './own-metrics.ts';

/** Critical alarms page the on-call engineer; warnings can wait until morning. */
export type Severity = 'critical' | 'warning';

/** The console page that an alarm links to. `logsOf` is the folder of a function. */
export type Place = 'pipeline' | 'rollback' | 'dashboard' | { readonly logsOf: string };

export interface AlarmDefinition {
  /** The alarm's name after the stack's name, and the heading of its section in docs/runbook.md. */
  readonly kind: string;
  /** The end of the name, which distinguishes several alarms of a kind. */
  readonly of?: string;
  readonly severity: Severity;
  /** The meaning of the alarm, in one sentence. */
  readonly meaning: string;
  readonly metric: IMetric;
  /** The alarm is active at this value and above; with the rule SILENCE, below it. */
  readonly threshold: number;
  readonly rule: AlarmRule;
  readonly place: Place;
}

/** Minimum counts: a high share of only a few requests does not raise an alarm. */
const FEWEST_FAILURES = 5;
const FEWEST_REQUESTS = 100;
const FEWEST_WAITING = 20;

/**
 * The functions whose errors raise no alarm. They fail and are retried while they wait for the lock or a drop. Their other failures
 * fail the run, which has its own alarm.
 */
const WAITING_FUNCTIONS: readonly string[] = ['plan', 'rollback'];

/** Every alarm of the stack. */
export function alarmDefinitions(
  resources: MonitoredResources,
  settings: Settings,
): readonly AlarmDefinition[] {
  return [
    ...runAlarms(resources, settings),
    ...startAlarms(resources),
    ...dataAlarms(resources, settings),
    ...readerAlarms(resources, settings),
    ...storageAlarms(resources),
    ...functionAlarms(resources),
  ];
}

function runAlarms(
  { pipeline, rollback, functions }: MonitoredResources,
  settings: Settings,
): AlarmDefinition[] {
  const { period } = EVENT;
  return [
    {
      kind: 'run-failed',
      severity: 'critical',
      meaning: 'A run failed. The API still serves the last complete release.',
      metric: pipeline.metricFailed({ period }),
      ...{ threshold: 1, rule: EVENT, place: 'pipeline' },
    },
    {
      kind: 'run-timed-out',
      severity: 'critical',
      meaning: `A run exceeded its limit of ${settings.runTimeoutHours} hours (plus the days of waiting for its drop).`,
      metric: pipeline.metricTimedOut({ period }),
      ...{ threshold: 1, rule: EVENT, place: 'pipeline' },
    },
    {
      kind: 'rollback-failed',
      severity: 'critical',
      meaning:
        'A rollback failed or timed out. The record of the rollback states which release the API serves.',
      metric: sum(
        { failed: rollback.metricFailed({ period }), timed: rollback.metricTimedOut({ period }) },
        period,
      ),
      ...{ threshold: 1, rule: EVENT, place: 'rollback' },
    },
    {
      kind: 'run-late',
      severity: 'critical',
      meaning: `A run or a rollback has held the lock for ${settings.lateRunHours} hours and has not ended.`,
      metric: ownMetric(pipeline, 'RunHours', { statistic: 'Maximum', period: STATE.period }),
      ...{ threshold: settings.lateRunHours, rule: STATE, place: 'pipeline' },
    },
    {
      kind: 'run-stopped',
      severity: 'warning',
      meaning: 'A run or a rollback was stopped by hand.',
      metric: sum(
        { run: pipeline.metricAborted({ period }), back: rollback.metricAborted({ period }) },
        period,
      ),
      ...{ threshold: 1, rule: EVENT, place: 'pipeline' },
    },
    {
      kind: 'run-throttled',
      severity: 'warning',
      meaning: 'Step Functions or Lambda throttled a run because it reached a limit of the account.',
      metric: sum(
        {
          machine: pipeline.metricThrottled({ period }),
          // These two functions run concurrently.
          ingest: functions.ingest!.function.metricThrottles({ period }),
          normalize: functions.normalize!.function.metricThrottles({ period }),
        },
        period,
      ),
      ...{ threshold: 1, rule: EVENT, place: 'dashboard' },
    },
  ];
}

function startAlarms({ schedules, deadLetters }: MonitoredResources): AlarmDefinition[] {
  const { period } = EVENT;
  return [
    {
      kind: 'start-failed',
      severity: 'critical',
      meaning: 'The schedule could not start a run: two attempts failed, or the start was dropped.',
      // A single failed attempt is retried and raises no alarm. A dropped start counts in addition to its failed attempt.
      metric: sum(
        { errors: schedules.metricTargetErrors({ period }), dropped: schedules.metricDropped({ period }) },
        period,
      ),
      ...{ threshold: 2, rule: EVENT, place: 'dashboard' },
    },
    {
      kind: 'undelivered',
      severity: 'critical',
      meaning:
        'The dead-letter queue is not empty: a scheduled start or the event of an ended run was not delivered.',
      // Level-triggered: SQS stops publishing metrics of a queue after six hours without activity.
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period }),
      ...{ threshold: 1, rule: { ...STATE, period }, place: 'dashboard' },
    },
  ];
}

function dataAlarms({ pipeline }: MonitoredResources, settings: Settings): AlarmDefinition[] {
  const days = dataAgeLimit(settings)!;
  const largest = { statistic: 'Maximum', period: EVENT.period };
  return [
    {
      kind: 'data-age',
      severity: 'critical',
      meaning: `The newest committed month began at least ${days} days ago: the run of the next month is missing.`,
      metric: ownMetric(pipeline, 'DataAge', { statistic: 'Maximum', period: STATE.period }),
      ...{ threshold: days, rule: STATE, place: 'pipeline' },
    },
    {
      kind: 'health-check-silent',
      severity: 'critical',
      meaning:
        'The hourly health check has published nothing for three hours, so data-age and run-late have no data.',
      metric: ownMetric(pipeline, 'MonthsCommitted', { statistic: 'SampleCount', period: SILENCE.period }),
      ...{ threshold: 1, rule: SILENCE, place: { logsOf: 'health-check' } },
    },
    {
      kind: 'quarantine-share',
      severity: 'warning',
      meaning: `At least ${settings.quarantineSharePercent} % of the rows of a file were quarantined.`,
      metric: ownMetric(pipeline, 'QuarantinedShare', largest),
      ...{ threshold: settings.quarantineSharePercent, rule: EVENT, place: { logsOf: 'audit' } },
    },
    {
      kind: 'release-shrank',
      severity: 'warning',
      meaning: `A run reduces the number of movies in the release by at least ${settings.releaseShrinkPercent} %.`,
      metric: ownMetric(pipeline, 'ReleaseShrank', largest),
      ...{ threshold: settings.releaseShrinkPercent, rule: EVENT, place: { logsOf: 'audit' } },
    },
  ];
}

function readerAlarms({ api }: MonitoredResources, settings: Settings): AlarmDefinition[] {
  const stage = api.deploymentStage;
  const { period } = TRAFFIC;
  return [
    {
      kind: 'api-5xx',
      severity: 'critical',
      meaning: `At least 1 % of the requests to the API, and at least ${FEWEST_FAILURES}, failed within an hour.`,
      metric: math(
        `IF(failed >= ${FEWEST_FAILURES}, 100 * failed / requests, 0)`,
        {
          failed: stage.metricServerError({ period }),
          requests: stage.metricCount({ period, statistic: 'Sum' }),
        },
        period,
      ),
      ...{ threshold: 1, rule: TRAFFIC, place: 'dashboard' },
    },
    {
      kind: 'api-latency',
      severity: 'warning',
      meaning: `For a quarter of an hour, one of ten requests to the API has taken at least ${settings.apiLatencyMs} ms.`,
      metric: math(
        `IF(requests >= ${FEWEST_WAITING}, latency, 0)`,
        {
          latency: stage.metricLatency({ period: WAITING.period, statistic: 'p90' }),
          requests: stage.metricCount({ period: WAITING.period, statistic: 'Sum' }),
        },
        WAITING.period,
      ),
      ...{ threshold: settings.apiLatencyMs, rule: WAITING, place: 'dashboard' },
    },
  ];
}

function storageAlarms({ bucket }: MonitoredResources): AlarmDefinition[] {
  const { period } = TRAFFIC;
  const failing = (of: 'all' | 'runs', errors: '4xxErrors' | '5xxErrors'): IMetric =>
    math(
      `IF(requests >= ${FEWEST_REQUESTS}, 100 * failed / requests, 0)`,
      {
        failed: bucketMetric(bucket, of, errors, period),
        requests: bucketMetric(bucket, of, 'AllRequests', period),
      },
      period,
    );
  return [
    {
      kind: 's3-5xx',
      severity: 'warning',
      meaning: `S3 failed at least 5 % of at least ${FEWEST_REQUESTS} requests to the bucket within an hour.`,
      metric: failing('all', '5xxErrors'),
      ...{ threshold: 5, rule: TRAFFIC, place: 'dashboard' },
    },
    {
      kind: 's3-4xx',
      severity: 'warning',
      meaning: `S3 refused at least half of at least ${FEWEST_REQUESTS} requests under runs/ within an hour.`,
      // Only requests under runs/ count, so 404s of readers do not. Runs cause some 404s by reading reports that do not exist yet.
      metric: failing('runs', '4xxErrors'),
      ...{ threshold: 50, rule: TRAFFIC, place: 'dashboard' },
    },
  ];
}

function functionAlarms({ pipeline, functions }: MonitoredResources): AlarmDefinition[] {
  const { period } = EVENT;
  const failing = Object.entries(functions)
    .filter(([name]) => !WAITING_FUNCTIONS.includes(name))
    .map(
      ([name, { function: lambda }]): AlarmDefinition => ({
        kind: 'function-errors',
        of: name,
        severity: 'warning',
        meaning: `The function ${name} failed at least once; a retry may have let the run continue.`,
        metric: lambda.metricErrors({ period }),
        ...{ threshold: 1, rule: EVENT, place: { logsOf: name } },
      }),
    );
  return [
    ...failing,
    {
      kind: 'function-near-time-out',
      severity: 'warning',
      meaning: 'A step used at least 80 % of the time-out of its function; with more data it will fail.',
      metric: ownMetric(pipeline, 'TimeoutUsed', { statistic: 'Maximum', period }),
      ...{ threshold: 80, rule: EVENT, place: 'dashboard' },
    },
  ];
}

/** The sum of metrics, some of which may have no data. SUM ignores missing values; the result of + would be missing. */
function sum(metrics: Record<string, IMetric>, period: Duration): MathExpression {
  return math(`SUM([${Object.keys(metrics).join(', ')}])`, metrics, period);
}

/** An expression over named metrics, all with the same period. */
function math(expression: string, usingMetrics: Record<string, IMetric>, period: Duration): MathExpression {
  return new MathExpression({ expression, usingMetrics, period, label: expression });
}
