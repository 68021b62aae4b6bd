import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { dataAgeLimit } from '../settings/monitoring-settings.ts';
import type { Settings } from '../settings/settings.ts';
import { type AlarmRule, EVENT, SILENCE, STATE, TRAFFIC, WAITING } from './alarm-rules.ts';
import { bucketMetric, type MonitoredResources } from './monitored-resources.ts';
import { ownMetric } from './own-metrics.ts';

/** Critical ones wake somebody; of the others it is enough to be told in the morning. */
export type Severity = 'critical' | 'warning';

/** Where in the console to look first; a function is named by its folder. */
export type Place = 'pipeline' | 'rollback' | 'dashboard' | { readonly logsOf: string };

export interface AlarmDefinition {
  /** Its name behind the stack's, and its section in docs/runbook.md. */
  readonly kind: string;
  /** What it is about, where there are several of a kind: the end of its name. */
  readonly of?: string;
  readonly severity: Severity;
  /** What it means, in one sentence. */
  readonly meaning: string;
  readonly metric: IMetric;
  /** It rings from this value on; silence rings below it. */
  readonly threshold: number;
  readonly rule: AlarmRule;
  readonly place: Place;
}

/** Too few requests make any share meaningless. */
const FEWEST_FAILURES = 5;
const FEWEST_REQUESTS = 100;
const FEWEST_WAITING = 20;

/** Both look for the lock of runs, or for a drop, by failing until it is there; what really fails in them fails the run. */
const WAITING_FUNCTIONS: readonly string[] = ['plan', 'rollback'];

/** Every alarm of the stack. */
export function alarmDefinitions(
  resources: MonitoredResources,
  settings: Settings,
): readonly AlarmDefinition[] {
  return [
    ...ofRuns(resources, settings),
    ...ofStarts(resources),
    ...ofData(resources, settings),
    ...ofReaders(resources, settings),
    ...ofStorage(resources),
    ...ofFunctions(resources),
  ];
}

function ofRuns(
  { pipeline, rollback, functions }: MonitoredResources,
  settings: Settings,
): AlarmDefinition[] {
  const { period } = EVENT;
  return [
    {
      kind: 'run-failed',
      severity: 'critical',
      meaning: 'A run of a month failed; the API serves the last release, whole.',
      metric: pipeline.metricFailed({ period }),
      ...{ threshold: 1, rule: EVENT, place: 'pipeline' },
    },
    {
      kind: 'run-timed-out',
      severity: 'critical',
      meaning: `A run was given up as a whole after its ${settings.runTimeoutHours} hours (and days of waiting for its drop).`,
      metric: pipeline.metricTimedOut({ period }),
      ...{ threshold: 1, rule: EVENT, place: 'pipeline' },
    },
    {
      kind: 'rollback-failed',
      severity: 'critical',
      meaning:
        'A rollback failed or timed out; which release the API serves, the record of the rollback tells.',
      metric: sum(
        { failed: rollback.metricFailed({ period }), timed: rollback.metricTimedOut({ period }) },
        period,
      ),
      ...{ threshold: 1, rule: EVENT, place: 'rollback' },
    },
    {
      kind: 'run-late',
      severity: 'critical',
      meaning: `A run, or a rollback, has held the lock for ${settings.lateRunHours} hours and has not ended.`,
      metric: ownMetric(pipeline, 'RunHours', { statistic: 'Maximum', period: STATE.period }),
      ...{ threshold: settings.lateRunHours, rule: STATE, place: 'pipeline' },
    },
    {
      kind: 'run-stopped',
      severity: 'warning',
      meaning: 'Somebody stopped a run or a rollback.',
      metric: sum(
        { run: pipeline.metricAborted({ period }), back: rollback.metricAborted({ period }) },
        period,
      ),
      ...{ threshold: 1, rule: EVENT, place: 'pipeline' },
    },
    {
      kind: 'run-throttled',
      severity: 'warning',
      meaning: 'Step Functions or Lambda let a run wait, because the account may do no more at once.',
      metric: sum(
        {
          machine: pipeline.metricThrottled({ period }),
          // The two that run many at once.
          ingest: functions.ingest!.function.metricThrottles({ period }),
          normalize: functions.normalize!.function.metricThrottles({ period }),
        },
        period,
      ),
      ...{ threshold: 1, rule: EVENT, place: 'dashboard' },
    },
  ];
}

function ofStarts({ schedules, deadLetters }: MonitoredResources): AlarmDefinition[] {
  const { period } = EVENT;
  return [
    {
      kind: 'start-failed',
      severity: 'critical',
      meaning: 'The schedule could not start a run: two attempts failed, or it has given up.',
      // One attempt that failed is tried again; what is given up counts with the attempt before it.
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
        'The dead-letter queue is not empty: a start, or the news that a run has ended, did not arrive.',
      // SQS falls silent about a queue that nobody has touched for six hours, whatever is in it.
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period }),
      ...{ threshold: 1, rule: { ...STATE, period }, place: 'dashboard' },
    },
  ];
}

function ofData({ pipeline }: MonitoredResources, settings: Settings): AlarmDefinition[] {
  const days = dataAgeLimit(settings)!;
  const largest = { statistic: 'Maximum', period: EVENT.period };
  return [
    {
      kind: 'data-age',
      severity: 'critical',
      meaning: `The newest committed month began ${days} days ago or more: the run of the next one is missing.`,
      metric: ownMetric(pipeline, 'DataAge', { statistic: 'Maximum', period: STATE.period }),
      ...{ threshold: days, rule: STATE, place: 'pipeline' },
    },
    {
      kind: 'health-check-silent',
      severity: 'critical',
      meaning: 'For three hours nobody has looked how old the data is: data-age and run-late are blind.',
      metric: ownMetric(pipeline, 'MonthsCommitted', { statistic: 'SampleCount', period: SILENCE.period }),
      ...{ threshold: 1, rule: SILENCE, place: { logsOf: 'health-check' } },
    },
    {
      kind: 'quarantine-share',
      severity: 'warning',
      meaning: `Of the rows of a file, ${settings.quarantineSharePercent} % or more were quarantined.`,
      metric: ownMetric(pipeline, 'QuarantinedShare', largest),
      ...{ threshold: settings.quarantineSharePercent, rule: EVENT, place: { logsOf: 'audit' } },
    },
    {
      kind: 'release-shrank',
      severity: 'warning',
      meaning: `The release loses ${settings.releaseShrinkPercent} % or more of its movies by a run.`,
      metric: ownMetric(pipeline, 'ReleaseShrank', largest),
      ...{ threshold: settings.releaseShrinkPercent, rule: EVENT, place: { logsOf: 'audit' } },
    },
  ];
}

function ofReaders({ api }: MonitoredResources, settings: Settings): AlarmDefinition[] {
  const stage = api.deploymentStage;
  const { period } = TRAFFIC;
  return [
    {
      kind: 'api-5xx',
      severity: 'critical',
      meaning: `Of the requests to the API, 1 % or more fail, and ${FEWEST_FAILURES} at least within an hour.`,
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
      meaning: `For a quarter of an hour, one of ten requests to the API has taken ${settings.apiLatencyMs} ms or more.`,
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

function ofStorage({ bucket }: MonitoredResources): AlarmDefinition[] {
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
      meaning: `S3 fails 5 % or more of the requests to the bucket, of ${FEWEST_REQUESTS} at least within an hour.`,
      metric: failing('all', '5xxErrors'),
      ...{ threshold: 5, rule: TRAFFIC, place: 'dashboard' },
    },
    {
      kind: 's3-4xx',
      severity: 'warning',
      meaning: `S3 refuses half or more of the requests below runs/, of ${FEWEST_REQUESTS} at least within an hour.`,
      // Readers never get there: what they ask for and isn't there doesn't count. Looks for reports that are not there yet do.
      metric: failing('runs', '4xxErrors'),
      ...{ threshold: 50, rule: TRAFFIC, place: 'dashboard' },
    },
  ];
}

function ofFunctions({ pipeline, functions }: MonitoredResources): AlarmDefinition[] {
  const { period } = EVENT;
  const failing = Object.entries(functions)
    .filter(([name]) => !WAITING_FUNCTIONS.includes(name))
    .map(
      ([name, { function: lambda }]): AlarmDefinition => ({
        kind: 'function-errors',
        of: name,
        severity: 'warning',
        meaning: `The function ${name} failed at least once; a run may have gone on by trying again.`,
        metric: lambda.metricErrors({ period }),
        ...{ threshold: 1, rule: EVENT, place: { logsOf: name } },
      }),
    );
  return [
    ...failing,
    {
      kind: 'function-near-time-out',
      severity: 'warning',
      meaning: 'A step took 80 % or more of the time that its function has; with more data it will fail.',
      metric: ownMetric(pipeline, 'TimeoutUsed', { statistic: 'Maximum', period }),
      ...{ threshold: 80, rule: EVENT, place: 'dashboard' },
    },
  ];
}

/** The sum of metrics of which any may be silent: SUM takes what there is, where + would come to nothing. */
function sum(metrics: Record<string, IMetric>, period: Duration): MathExpression {
  return math(`SUM([${Object.keys(metrics).join(', ')}])`, metrics, period);
}

/** An expression over metrics by their names in it, all over the same period. */
function math(expression: string, usingMetrics: Record<string, IMetric>, period: Duration): MathExpression {
  return new MathExpression({ expression, usingMetrics, period, label: expression });
}
