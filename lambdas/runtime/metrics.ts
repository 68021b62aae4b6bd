import { Metrics } from '@aws-lambda-powertools/metrics';
import { METRICS, METRICS_NAMESPACE, type MetricBreakdown, type MetricName } from '../../model/metrics.ts';
import { optionalEnv } from './env.ts';
import { logContext, logger } from './log.ts';

/** The dimensions of values: metrics by step need `step`, metrics by file need `file`. */
export type MetricOf = Readonly<Partial<Record<Exclude<MetricBreakdown, 'all'>, string>>>;

/**
 * Writes values as log lines from which CloudWatch extracts metrics (embedded metric format), without a request. A failure
 * to write a metric is only logged. Without a stack name in the environment no metrics are written.
 */
export function emitMetrics(values: Readonly<Partial<Record<MetricName, number>>>, of: MetricOf = {}): void {
  const stack = optionalEnv('STACK_NAME');
  if (stack === null) return;
  try {
    const all = Object.entries(values) as [MetricName, number][];
    const entries = all.filter(([, value]) => Number.isFinite(value));
    // All metrics of a line have the same dimensions.
    for (const same of Map.groupBy(entries, ([name]) => METRICS[name].by.join()).values())
      write(stack, same, of);
  } catch (error) {
    logger.warn('a metric could not be written', error as Error);
  }
}

function write(stack: string, values: readonly (readonly [MetricName, number])[], of: MetricOf): void {
  const line = new Metrics({ namespace: METRICS_NAMESPACE });
  // Powertools' default dimension "service" would have the same value for every metric.
  line.clearDefaultDimensions();
  line.setDefaultDimensions({ stack });
  for (const breakdown of METRICS[values[0]![0]].by)
    line.addDimensions(breakdown === 'all' ? {} : { [breakdown]: of[breakdown]! });
  for (const [name, value] of values) line.addMetric(name, METRICS[name].unit, value);
  const { run_id, month } = logContext();
  for (const [key, value] of Object.entries({ run_id, month })) if (value) line.addMetadata(key, value);
  line.publishStoredMetrics();
}
