import { type Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import { METRICS, METRICS_NAMESPACE, type MetricBreakdown, type MetricName } from '../../model/metrics.ts';

export interface OwnMetricOptions {
  /** The step or file that it is limited to. @default the whole stack */
  readonly of?: { readonly step: string } | { readonly file: string };
  readonly statistic: string;
  readonly period: Duration;
  readonly label?: string;
}

/** A metric that the functions of a stack write (model/metrics.ts). @throws Error if no metric has these dimensions */
export function ownMetric(
  scope: IConstruct,
  name: MetricName,
  { of, statistic, period, label }: OwnMetricOptions,
): cloudwatch.Metric {
  const breakdown = of === undefined ? 'all' : (Object.keys(of)[0] as MetricBreakdown);
  const by: readonly MetricBreakdown[] = METRICS[name].by;
  if (!by.includes(breakdown)) throw new Error(`No function writes the metric ${name} by ${breakdown}.`);
  return new cloudwatch.Metric({
    namespace: METRICS_NAMESPACE,
    metricName: name,
    dimensionsMap: { stack: Stack.of(scope).stackName, ...of },
    statistic,
    period,
    ...(label !== undefined && { label }),
  });
}
