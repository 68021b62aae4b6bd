import { Duration } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { PREFIXES } from '../../model/keys.ts';
import type { StackFunction } from '../pipeline/stack-function.ts';

/** The resources that alarms and the dashboard cover. */
export interface MonitoredResources {
  readonly pipeline: sfn.StateMachine;
  readonly rollback: sfn.StateMachine;
  /** The functions by the name of their folder under `lambdas/`. */
  readonly functions: Readonly<Record<string, StackFunction>>;
  readonly schedules: scheduler.ScheduleGroup;
  readonly deadLetters: sqs.Queue;
  readonly api: apigateway.RestApi;
  readonly bucket: s3.Bucket;
}

/**
 * The filters of the bucket's request metrics: all objects, and the objects of runs. Each filter is billed as up to sixteen
 * custom metrics, for the hours that have requests.
 */
export const REQUEST_METRICS = { all: undefined, runs: PREFIXES.runs } as const;

/** A request metric of the bucket for one filter of {@link REQUEST_METRICS}. */
export function bucketMetric(
  bucket: s3.Bucket,
  of: keyof typeof REQUEST_METRICS,
  metricName: 'AllRequests' | '4xxErrors' | '5xxErrors',
  period: Duration = Duration.minutes(5),
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/S3',
    metricName,
    dimensionsMap: { BucketName: bucket.bucketName, FilterId: of },
    statistic: 'Sum',
    period,
  });
}
