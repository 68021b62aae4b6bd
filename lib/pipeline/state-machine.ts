import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

/** The state machines of this service: one runs months, one goes back to an earlier release. */
export type MachineName = 'pipeline' | 'rollback';

export interface StateMachineProps {
  /** Its name and its logs' begin with the stack's and end with this. */
  readonly name: MachineName;
  /** One sentence for the console. */
  readonly comment: string;
  /** Its states, beginning with the first. */
  readonly story: sfn.IChainable;
  /** Days that it may spend on waiting before it begins. @default 0 */
  readonly waitDays?: number;
  readonly settings: Settings;
}

/** A state machine of this service: standard, traced, logged, and with an end. */
export function createStateMachine(
  scope: Construct,
  { name, comment, story, waitDays = 0, settings }: StateMachineProps,
): sfn.StateMachine {
  const stateMachineName = nameOf(scope, name);
  const logGroup = new logs.LogGroup(scope, 'Logs', {
    // Under this prefix all log groups share one entry of the account's resource policy, whose size is limited.
    logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
    retention: settings.logRetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new sfn.StateMachine(scope, 'StateMachine', {
    stateMachineName,
    stateMachineType: sfn.StateMachineType.STANDARD,
    comment,
    definitionBody: sfn.DefinitionBody.fromChainable(story),
    // Far longer than any run needs: one that hangs all the same must end some day and free the lock.
    timeout: Duration.hours(waitDays * 24 + settings.runTimeoutHours),
    tracingEnabled: true,
    // Without execution data: an input may contain credentials, and it is logged before the plan step rejects it.
    logs: { destination: logGroup, level: sfn.LogLevel.ALL, includeExecutionData: false },
  });
}

/**
 * A state machine's ARN for functions that its own definition names: a reference would make each wait for the other to
 * be there first, a name that is known before doesn't.
 */
export function stateMachineArn(scope: Construct, name: MachineName): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: nameOf(scope, name),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

const nameOf = (scope: Construct, name: MachineName): string => `${Stack.of(scope).stackName}-${name}`;
