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

/** A commit a month to read: seconds, even after decades. */
const TIMEOUT = Duration.minutes(2);

export interface HealthCheckProps {
  readonly bucket: s3.Bucket;
  readonly settings: Settings;
}

/**
 * Looks every hour at how old the data is and for how long a run has been going on: what no event tells, and what alarms, which
 * look back a week at most, can't see of a job that runs once a month. It reads, and changes nothing.
 */
export class HealthCheck extends Construct {
  readonly healthCheck: StackFunction;

  constructor(scope: Construct, id: string, { bucket, settings }: HealthCheckProps) {
    super(scope, id);
    this.healthCheck = new StackFunction(this, 'HealthCheck', {
      folder: 'health-check',
      description: 'Tells every hour how old the data is, and for how long a run has been going on.',
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
      description: 'Looks at the data and at the lock of runs.',
      schedule: scheduler.ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(this.healthCheck.function, {
        // The next look makes up for one that is lost, and an alarm tells where all are: none is worth a dead letter.
        maxEventAge: Duration.minutes(30),
        retryAttempts: 2,
      }),
    });
    const functionId = Stack.of(this).getLogicalId(
      this.healthCheck.function.node.defaultChild as lambda.CfnFunction,
    );
    acknowledge(Stack.of(schedule), {
      [`IAM5[Resource::<${functionId}.Arn>:*]`]: 'The versions and aliases of the one function watch.',
    });
  }
}
