import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { MOVIES_FILE } from '../../model/data/source-files.ts';
import type { MetricName } from '../../model/metrics.ts';
import { bucketMetric, type MonitoredResources } from './monitored-resources.ts';
import { ownMetric } from './own-metrics.ts';

/** The time range, which is long enough to show the last two monthly runs. */
const SHOWN = Duration.days(35);
const DAY = Duration.days(1);
const MINUTES = Duration.minutes(5);
/** A dashboard has 24 columns. */
const WHOLE = 24;
const HALF = 12;
const THIRD = 8;

export interface DashboardProps {
  readonly resources: MonitoredResources;
  /** Empty without alarms; then the bucket has no request metrics either. */
  readonly alarms: readonly cloudwatch.Alarm[];
}

/** The dashboard: alarms and the figures of the last run first, details below. */
export class Dashboard extends Construct {
  /** Its address in the console. */
  readonly url: string;

  constructor(scope: Construct, id: string, { resources, alarms }: DashboardProps) {
    super(scope, id);
    const { region, stackName } = Stack.of(this);
    this.url = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${stackName}`;
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: stackName,
      defaultInterval: SHOWN,
      periodOverride: cloudwatch.PeriodOverride.INHERIT,
      widgets: [
        ...(alarms.length > 0 ? [[alarmStates(alarms)]] : []),
        glance(resources),
        runs(resources),
        rows(resources),
        steps(resources),
        readers(resources),
        ...(alarms.length > 0 ? [storage(resources)] : []),
        [failures(resources)],
      ],
    });
  }
}

const alarmStates = (alarms: readonly cloudwatch.Alarm[]): cloudwatch.IWidget =>
  new cloudwatch.AlarmStatusWidget({
    title: 'Alarms',
    alarms: [...alarms],
    width: WHOLE,
    height: 5,
    sortBy: cloudwatch.AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
  });

/** Single values: the latest hourly metrics, and the results of the runs in the time range shown. */
function glance({ pipeline, deadLetters }: MonitoredResources): cloudwatch.IWidget[] {
  const own = (name: MetricName, label: string): cloudwatch.Metric =>
    ownMetric(pipeline, name, { statistic: 'Maximum', period: Duration.hours(1), label });
  const ended = { period: DAY, statistic: 'Sum' };
  return [
    new cloudwatch.SingleValueWidget({
      title: 'Now',
      width: THIRD,
      metrics: [
        own('DataAge', 'age of the data, days'),
        own('MonthsCommitted', 'months'),
        own('RunHours', 'hours of the run'),
        deadLetters.metricApproximateNumberOfMessagesVisible({ period: MINUTES, label: 'undelivered' }),
      ],
    }),
    new cloudwatch.SingleValueWidget({
      title: 'Runs in the time shown',
      width: THIRD,
      setPeriodToTimeRange: true,
      metrics: [
        pipeline.metricSucceeded({ ...ended, label: 'succeeded' }),
        pipeline.metricFailed({ ...ended, label: 'failed' }),
        pipeline.metricTimedOut({ ...ended, label: 'timed out' }),
        pipeline.metricAborted({ ...ended, label: 'stopped' }),
      ],
    }),
    new cloudwatch.SingleValueWidget({
      title: 'Last run',
      width: THIRD,
      metrics: [
        own('QuarantinedShare', 'quarantined, %'),
        own('ReleaseShrank', 'shrank, %'),
        own('DocumentsWritten', 'documents written'),
        own('DocumentsDeleted', 'deleted'),
        own('DocumentsUnchanged', 'unchanged'),
      ],
    }),
  ];
}

function runs({ pipeline, rollback, schedules }: MonitoredResources): cloudwatch.IWidget[] {
  const day = { period: DAY };
  return [
    new cloudwatch.GraphWidget({
      title: 'Runs and rollbacks by outcome',
      width: HALF,
      stacked: true,
      left: [
        pipeline.metricSucceeded({ ...day, label: 'succeeded' }),
        pipeline.metricFailed({ ...day, label: 'failed' }),
        pipeline.metricTimedOut({ ...day, label: 'timed out' }),
        pipeline.metricAborted({ ...day, label: 'stopped' }),
        rollback.metricSucceeded({ ...day, label: 'rollbacks' }),
        rollback.metricFailed({ ...day, label: 'rollbacks failed' }),
      ],
    }),
    new cloudwatch.GraphWidget({
      title: 'Duration of runs, and scheduled starts',
      width: HALF,
      left: [pipeline.metricTime({ ...day, statistic: 'Maximum', label: 'the longest run, ms' })],
      right: [
        schedules.metricAttempts({ ...day, label: 'attempts to start' }),
        schedules.metricTargetErrors({ ...day, label: 'failed' }),
        schedules.metricDropped({ ...day, label: 'dropped' }),
      ],
    }),
  ];
}

function rows({ pipeline }: MonitoredResources): cloudwatch.IWidget[] {
  const of = { file: MOVIES_FILE };
  const rowsOf = (name: MetricName, label: string): cloudwatch.Metric =>
    ownMetric(pipeline, name, { of, statistic: 'Maximum', period: DAY, label });
  return [
    new cloudwatch.GraphWidget({
      title: `Rows of ${MOVIES_FILE}`,
      width: HALF,
      left: [rowsOf('RowsRead', 'read'), rowsOf('RowsAccepted', 'accepted')],
      right: [rowsOf('RowsQuarantined', 'quarantined'), rowsOf('RowsDuplicates', 'duplicates')],
    }),
    new cloudwatch.GraphWidget({
      title: 'Documents, and bytes ingested',
      width: HALF,
      left: [
        ownMetric(pipeline, 'DocumentsWritten', { statistic: 'Sum', period: DAY, label: 'written' }),
        ownMetric(pipeline, 'DocumentsDeleted', { statistic: 'Sum', period: DAY, label: 'deleted' }),
      ],
      right: [rowsOf('BytesCopied', `bytes of ${MOVIES_FILE}`)],
    }),
  ];
}

/** Values of each step that grow before the step fails, such as duration and memory. */
function steps({ pipeline, functions }: MonitoredResources): cloudwatch.IWidget[] {
  const titles = {
    Seconds: 'Seconds of the longest invocation',
    MemoryUsed: 'Memory, MB',
    TimeoutUsed: 'Time-out used, %',
  } as const;
  return Object.entries(titles).map(
    ([name, title]) =>
      new cloudwatch.GraphWidget({
        title,
        width: THIRD,
        left: Object.keys(functions)
          .filter((each) => each !== 'health-check' && each !== 'authorize')
          .map((step) =>
            ownMetric(pipeline, name as MetricName, {
              of: { step },
              statistic: 'Maximum',
              period: DAY,
              label: step,
            }),
          ),
      }),
  );
}

function readers({ api }: MonitoredResources): cloudwatch.IWidget[] {
  const stage = api.deploymentStage;
  const hour = { period: Duration.hours(1) };
  return [
    new cloudwatch.GraphWidget({
      title: 'Requests to the API',
      width: HALF,
      left: [stage.metricCount({ ...hour, statistic: 'Sum', label: 'all' })],
      right: [
        stage.metricClientError({ ...hour, label: '4xx: missing, throttled, not allowed' }),
        stage.metricServerError({ ...hour, label: '5xx' }),
      ],
    }),
    new cloudwatch.GraphWidget({
      title: 'Latency of the API, ms',
      width: HALF,
      left: ['p50', 'p90', 'p99'].map((statistic) =>
        stage.metricLatency({ ...hour, statistic, label: statistic }),
      ),
    }),
  ];
}

function storage({ bucket }: MonitoredResources): cloudwatch.IWidget[] {
  const hour = Duration.hours(1);
  return [
    new cloudwatch.GraphWidget({
      title: 'Requests to the bucket',
      width: HALF,
      left: [bucketMetric(bucket, 'all', 'AllRequests', hour)],
      right: [bucketMetric(bucket, 'all', '4xxErrors', hour), bucketMetric(bucket, 'all', '5xxErrors', hour)],
    }),
    new cloudwatch.GraphWidget({
      title: 'Requests under runs/',
      width: HALF,
      left: [bucketMetric(bucket, 'runs', 'AllRequests', hour)],
      right: [bucketMetric(bucket, 'runs', '4xxErrors', hour)],
    }),
  ];
}

const failures = ({ functions }: MonitoredResources): cloudwatch.IWidget =>
  new cloudwatch.LogQueryWidget({
    title: 'Latest failures',
    width: WHOLE,
    height: 8,
    logGroupNames: Object.values(functions).map(({ logGroup }) => logGroup.logGroupName),
    queryLines: [
      'fields @timestamp, step, run_id, month, error.name, coalesce(error.message, @message) as what',
      // Two errors are normal while a run waits. A function that Lambda terminates cannot log, but Lambda writes a plain-text line.
      'filter (level = "ERROR" and error.name not in ["RunInProgressError", "DropNotThereError"]) or @message like /Task timed out|Runtime exited/',
      'sort @timestamp desc',
      'limit 20',
    ],
  });
