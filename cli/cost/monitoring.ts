import { METRICS, type MetricBreakdown } from '../../model/metrics.ts';
import type { MonitoringUsage } from './estimate.ts';
import type { TemplateResource } from './resources.ts';

/** What the function that looks every hour writes; the other metrics are there in the hours of a run. */
const STEADY = ['DataAge', 'MonthsCommitted', 'RunHours'];
/** How many metrics a metric is that is told apart by steps or by files of the dataset. */
const BREADTH: Readonly<Record<MetricBreakdown, number>> = { all: 1, step: 12, file: 7 };
/** Metrics of requests that S3 gives for a bucket, of those that readers and runs call forth; billed as metrics of one's own. */
const REQUEST_METRICS = 8;
/** Hours of a month. */
const LOOKS = 730;
/** A look: a second of 512 MB. */
const LOOK_GB_SECONDS = 0.5;

/** What of a template watches over the service. Its alarms may rest on several metrics, each of which is paid. */
export function monitoringUsage(resources: readonly TemplateResource[]): MonitoringUsage {
  const of = (type: string): TemplateResource[] => resources.filter(({ Type }) => Type === type);
  const withRequestMetrics = of('AWS::S3::Bucket').flatMap(
    ({ Properties }) => (Properties?.MetricsConfigurations ?? []) as unknown[],
  );
  const breadth = Object.entries(METRICS).map(([name, { by }]) => ({
    isSteady: STEADY.includes(name),
    metrics: by.reduce((sum, breakdown) => sum + BREADTH[breakdown], 0),
  }));
  const metrics = (isSteady: boolean): number =>
    breadth.filter((one) => one.isSteady === isSteady).reduce((sum, one) => sum + one.metrics, 0);
  return {
    alarms: of('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + alarmedMetrics(alarm), 0),
    dashboards: of('AWS::CloudWatch::Dashboard').length,
    secrets: namedSecrets(resources),
    steady_metrics: metrics(true) + withRequestMetrics.length * REQUEST_METRICS,
    run_metrics: metrics(false),
    health_check_invocations: LOOKS,
    health_check_gb_seconds: LOOKS * LOOK_GB_SECONDS,
  };
}

/** Whether readers are answered by CloudFront. */
export const hasCdn = (resources: readonly TemplateResource[]): boolean =>
  resources.some(({ Type }) => Type === 'AWS::CloudFront::Distribution');

/** The secrets that a template names: they are none of its resources, but are paid all the same. */
function namedSecrets(resources: readonly TemplateResource[]): number {
  const resolved = JSON.stringify(resources).matchAll(/\{\{resolve:secretsmanager:([^:}]+)/g);
  const sources = resources.flatMap(({ Properties }) => {
    const { Variables } = (Properties?.Environment ?? {}) as { Variables?: Record<string, unknown> };
    const secrets = Variables?.SOURCE_SECRETS;
    return typeof secrets === 'string' ? Object.values(JSON.parse(secrets) as Record<string, string>) : [];
  });
  return new Set([...[...resolved].map(([, name]) => name), ...sources]).size;
}

/** How many metrics an alarm rests on. */
function alarmedMetrics({ Properties = {} }: TemplateResource): number {
  const metrics = Properties.Metrics as readonly { readonly MetricStat?: unknown }[] | undefined;
  return metrics ? metrics.filter(({ MetricStat }) => MetricStat !== undefined).length : 1;
}
