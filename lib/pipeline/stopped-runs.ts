import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';

export interface StoppedRunsProps {
  readonly stateMachines: readonly sfn.IStateMachine[];
  /** Receives EventBridge's event unchanged. */
  readonly record: lambda.IFunction;
  /** Receives events that could not be delivered. */
  readonly deadLetters: sqs.IQueue;
}

/**
 * Records runs and rollbacks that were stopped or timed out, and releases their lock. No Catch runs in such executions. Failed
 * executions are included: most have already recorded their failure, but States.Runtime cannot be caught, and recording can fail.
 */
export class StoppedRuns extends Construct {
  constructor(scope: Construct, id: string, props: StoppedRunsProps) {
    super(scope, id);
    new events.Rule(this, 'Rule', {
      description: 'Records runs that ended without recording themselves, and marks their lock.',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          stateMachineArn: props.stateMachines.map(({ stateMachineArn }) => stateMachineArn),
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        },
      },
      targets: [
        new LambdaFunction(props.record, {
          deadLetterQueue: props.deadLetters,
          maxEventAge: Duration.hours(24),
          retryAttempts: 20,
        }),
      ],
    });
  }
}
