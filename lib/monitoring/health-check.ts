import { Duration, Stack } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { StackFunction } from '../pipeline/stack-function.ts';
import type { Settings } from '../settings/settings.ts';
import { grantBucketAccess } from '../storage/bucket-access.ts';

/** Reading one commit per month takes seconds, even after decades. */
const TIMEOUT = Duration.minutes(2);

export interface HealthCheckProps {
  readonly bucket: s3.Bucket;
  readonly settings: Settings;
}

/**
 * Publishes the age of the data and the duration of the current run every hour. These metrics need a schedule: no event reports them,
 * and an alarm on run events can evaluate at most one week, which is too short for a monthly job. The function only reads.
 */
export class HealthCheck extends Construct {
  readonly healthCheck: StackFunction;

  constructor(scope: Construct, id: string, { bucket, settings }: HealthCheckProps) {
    super(scope, id);
    this.healthCheck = new StackFunction(this, 'HealthCheck', {
      folder: 'health-check',
      description: 'Reports every hour the age of the data and how long the current run has held the lock.',
      memoryMb: settings.smallMemoryMb,
      timeout: TIMEOUT,
      logRetention: settings.logRetentionDays,
      environment: {
        BUCKET: bucket.bucketName,
        STACK_NAME: Stack.of(this).stackName,
        POWERTOOLS_SERVICE_NAME: 'movie-statistics',
        POWERTOOLS_LOG_LEVEL: settings.logLevel,
      },
    });
    grantBucketAccess(this.healthCheck.role, bucket, { read: ['months', 'locks'] });
    const schedule = new scheduler.Schedule(this, 'Schedule', {
      description: 'Invokes the health check every hour.',
      schedule: scheduler.ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(this.healthCheck.function, {
        // No dead-letter queue: the next invocation replaces a lost one, and an alarm reports that all are missing.
        maxEventAge: Duration.minutes(30),
        retryAttempts: 2,
      }),
    });
    const functionId = Stack.of(this).getLogicalId(
      this.healthCheck.function.node.defaultChild as lambda.CfnFunction,
    );
    acknowledge(Stack.of(schedule), {
      [`IAM5[Resource::<${functionId}.Arn>:*]`]: 'The versions and aliases of the health check function.',
    });
  }
}
