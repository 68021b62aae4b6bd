import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

/** The state machines of this service: one runs months, one restores the previous release. */
export type MachineName = 'pipeline' | 'rollback';

export interface StateMachineProps {
  /** The end of its name and of its log group's name, after the stack's name. */
  readonly name: MachineName;
  /** One sentence for the console. */
  readonly comment: string;
  /** Its states, from the first one on. */
  readonly states: sfn.IChainable;
  /** Days that it may wait for its drop. @default 0 */
  readonly waitDays?: number;
  readonly settings: Settings;
}

/** A state machine of this service: standard, traced, logged, with a time-out. */
export function createStateMachine(
  scope: Construct,
  { name, comment, states, waitDays = 0, settings }: StateMachineProps,
): sfn.StateMachine {
  const stateMachineName = nameOf(scope, name);
  const logGroup = new logs.LogGroup(scope, 'Logs', {
    // Log groups with this prefix share one entry of the account's resource policy, whose size is limited.
    logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
    retention: settings.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new sfn.StateMachine(scope, 'StateMachine', {
    stateMachineName,
    stateMachineType: sfn.StateMachineType.STANDARD,
    comment,
    definitionBody: sfn.DefinitionBody.fromChainable(states),
    // The time-out is far longer than any run, and only ensures that a run that hangs ends and releases the lock.
    timeout: Duration.hours(waitDays * 24 + settings.runTimeoutHours),
    tracingEnabled: true,
    // Execution data is not logged: an input may contain credentials, and it would be logged before the plan step rejects it.
    logs: { destination: logGroup, level: sfn.LogLevel.ALL, includeExecutionData: false },
  });
}

/** Builds the ARN of a state machine from its name. Functions that the state machine invokes need it: a reference would be circular. */
export function stateMachineArn(scope: Construct, name: MachineName): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: nameOf(scope, name),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

const nameOf = (scope: Construct, name: MachineName): string => `${Stack.of(scope).stackName}-${name}`;
