import { Duration } from 'aws-cdk-lib';
import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as scheduler from 'aws-cdk-lib/aws-scheduler';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { PREFIXES } from '../../model/keys.ts';
import type { StackFunction } from '../pipeline/stack-function.ts';

/** Everything of the stack that alarms and the dashboard look at. */
export interface MonitoredResources {
  readonly pipeline: sfn.StateMachine;
  readonly rollback: sfn.StateMachine;
  /** Every function of ours by its folder's name. */
  readonly functions: Readonly<Record<string, StackFunction>>;
  readonly schedules: scheduler.ScheduleGroup;
  readonly deadLetters: sqs.Queue;
  readonly api: apigateway.RestApi;
  readonly bucket: s3.Bucket;
}

/**
 * The bucket's request metrics, each billed as up to sixteen metrics of one's own, one a kind of request, in hours that have such requests: of
 * everything in it, and of what runs leave under their ids.
 */
export const REQUEST_METRICS = { all: undefined, runs: PREFIXES.runs } as const;

/** A metric of requests to the bucket; S3 counts by the names of {@link REQUEST_METRICS}. */
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
