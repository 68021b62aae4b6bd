import { describe, expect, it } from 'vitest';
import { METRICS, METRICS_NAMESPACE } from '../../../model/metrics.ts';
import { synthesize } from '../synthesize.ts';
import { metricsRead } from './metrics-read.ts';

/**
 * The metrics of AWS services with their dimensions. CloudWatch accepts an alarm on a misspelled metric, but the alarm never
 * changes its state.
 */
const OF_AWS: Readonly<
  Record<string, { readonly dimensions: readonly string[]; readonly names: readonly string[] }>
> = {
  // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html: ExecutionThrottled has no s.
  'AWS/States': {
    dimensions: ['StateMachineArn'],
    names: [
      'ExecutionsStarted',
      'ExecutionsSucceeded',
      'ExecutionsFailed',
      'ExecutionsTimedOut',
      'ExecutionsAborted',
      'ExecutionThrottled',
      'ExecutionTime',
    ],
  },
  // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  'AWS/Lambda': { dimensions: ['FunctionName'], names: ['Invocations', 'Errors', 'Throttles', 'Duration'] },
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
  'AWS/ApiGateway': {
    dimensions: ['ApiName', 'Stage'],
    names: ['4XXError', '5XXError', 'Count', 'Latency', 'IntegrationLatency'],
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
  'AWS/S3': { dimensions: ['BucketName', 'FilterId'], names: ['AllRequests', '4xxErrors', '5xxErrors'] },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
  'AWS/SQS': { dimensions: ['QueueName'], names: ['ApproximateNumberOfMessagesVisible'] },
  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
  'AWS/Scheduler': {
    dimensions: ['ScheduleGroup'],
    names: ['InvocationAttemptCount', 'TargetErrorCount', 'InvocationDroppedCount'],
  },
};

const read = metricsRead(synthesize());

describe('The metrics that alarms and the dashboard read', () => {
  it('have a name and dimensions', () => {
    expect(read.length).toBeGreaterThan(100);
    for (const { by, name, dimensions } of read) {
      expect(name, by).toMatch(/^\w+$/);
      expect(Object.values(dimensions).join(), `${name} of ${by}`).not.toMatch(/undefined|^$/);
    }
  });

  it('have the documented names and dimensions if AWS publishes them', () => {
    const foreign = read.filter(({ namespace }) => namespace !== METRICS_NAMESPACE);
    expect(foreign.length).toBeGreaterThan(40);
    for (const { by, namespace, name, dimensions } of foreign) {
      expect(OF_AWS[namespace]?.names, `${namespace} of ${by}`).toContain(name);
      expect(Object.keys(dimensions).toSorted(), `${name} of ${by}`).toEqual(OF_AWS[namespace]!.dimensions);
    }
  });

  it('include every metric that the functions publish, and no others of their namespace', () => {
    const own = read.filter(({ namespace }) => namespace === METRICS_NAMESPACE);
    const names = new Set(own.map(({ name }) => name));
    expect([...names].toSorted()).toEqual(Object.keys(METRICS).toSorted());
    for (const { dimensions } of own) expect(dimensions.stack).toBe('MovieStatistics');
  });
});
