import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Settings } from './settings.ts';

export interface StateMachineProps {
  /** Tells its logs from those of other machines. */
  readonly name: string;
  /** One sentence for the console. */
  readonly comment: string;
  /** Its states, beginning with the first. */
  readonly story: sfn.IChainable;
  readonly settings: Settings;
}

/** A state machine of this service: standard, traced, logged, and with an end. */
export function createStateMachine(
  scope: Construct,
  { name, comment, story, settings }: StateMachineProps,
): sfn.StateMachine {
  const logGroup = new logs.LogGroup(scope, 'Logs', {
    // Under this prefix all log groups share one entry of the account's resource policy, whose size is limited.
    logGroupName: `/aws/vendedlogs/states/${Stack.of(scope).stackName}-${name}`,
    retention: settings.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new sfn.StateMachine(scope, 'StateMachine', {
    stateMachineType: sfn.StateMachineType.STANDARD,
    comment,
    definitionBody: sfn.DefinitionBody.fromChainable(story),
    // Far longer than any run needs: one that hangs all the same must end some day and free the lock.
    timeout: Duration.hours(settings.runTimeoutHours),
    tracingEnabled: true,
    logs: { destination: logGroup, level: sfn.LogLevel.ALL, includeExecutionData: true },
  });
}
