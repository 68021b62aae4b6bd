import { METRICS, type MetricBreakdown } from '../../model/metrics.ts';
import type { MonitoringUsage } from './estimate.ts';
import type { TemplateResource } from './resources.ts';

/** The metrics of the hourly health check; the others are sent by runs. */
const STEADY = ['DataAge', 'MonthsCommitted', 'RunHours'];
/** The number of billed metrics for each breakdown of a metric: each value of a dimension is billed separately. */
const METRICS_BY_DIMENSION: Readonly<Record<MetricBreakdown, number>> = { all: 1, step: 12, file: 7 };
/** The number of request metrics that readers and runs cause. S3 bills them like custom metrics. */
const REQUEST_METRICS = 8;
/** Health checks a month: one per hour. */
const HEALTH_CHECKS = 730;
/** The usage of a health check: 512 MB for one second. */
const HEALTH_CHECK_GB_SECONDS = 0.5;

/** Counts the monitoring resources of a template. Every metric that an alarm evaluates is billed. */
export function monitoringUsage(resources: readonly TemplateResource[]): MonitoringUsage {
  const of = (type: string): TemplateResource[] => resources.filter(({ Type }) => Type === type);
  const withRequestMetrics = of('AWS::S3::Bucket').flatMap(
    ({ Properties }) => (Properties?.MetricsConfigurations ?? []) as unknown[],
  );
  const breadth = Object.entries(METRICS).map(([name, { by }]) => ({
    isSteady: STEADY.includes(name),
    metrics: by.reduce((sum, breakdown) => sum + METRICS_BY_DIMENSION[breakdown], 0),
  }));
  const metrics = (isSteady: boolean): number =>
    breadth.filter((one) => one.isSteady === isSteady).reduce((sum, one) => sum + one.metrics, 0);
  return {
    alarms: of('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + alarmedMetrics(alarm), 0),
    dashboards: of('AWS::CloudWatch::Dashboard').length,
    secrets: namedSecrets(resources),
    steady_metrics: metrics(true) + withRequestMetrics.length * REQUEST_METRICS,
    run_metrics: metrics(false),
    health_check_invocations: HEALTH_CHECKS,
    health_check_gb_seconds: HEALTH_CHECKS * HEALTH_CHECK_GB_SECONDS,
  };
}

/** Whether the template has a CloudFront distribution. */
export const hasCdn = (resources: readonly TemplateResource[]): boolean =>
  resources.some(({ Type }) => Type === 'AWS::CloudFront::Distribution');

/** The number of secrets that a template references. They are not resources of the template, but they are billed. */
function namedSecrets(resources: readonly TemplateResource[]): number {
  const resolved = JSON.stringify(resources).matchAll(/\{\{resolve:secretsmanager:([^:}]+)/g);
  const sources = resources.flatMap(({ Properties }) => {
    const { Variables } = (Properties?.Environment ?? {}) as { Variables?: Record<string, unknown> };
    const secrets = Variables?.SOURCE_SECRETS;
    return typeof secrets === 'string' ? Object.values(JSON.parse(secrets) as Record<string, string>) : [];
  });
  return new Set([...[...resolved].map(([, name]) => name), ...sources]).size;
}

/** The number of metrics of an alarm. */
function alarmedMetrics({ Properties = {} }: TemplateResource): number {
  const metrics = Properties.Metrics as readonly { readonly MetricStat?: unknown }[] | undefined;
  return metrics ? metrics.filter(({ MetricStat }) => MetricStat !== undefined).length : 1;
}
