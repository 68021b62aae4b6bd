import { Stack } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledge } from '../acknowledge.ts';
import type { Functions, Step } from './functions.ts';
import { PARTS_LABEL } from './maps.ts';

/** Acknowledges cdk-nag's findings in a state machine's policies, each with its reason. */
export function acknowledgeStateMachine(
  stateMachine: sfn.StateMachine,
  functions: Functions,
  steps: readonly Step[],
): void {
  const stack = Stack.of(stateMachine);
  acknowledge(stateMachine, {
    'IAM5[Resource::*]': 'Log deliveries and X-Ray have no resources that a policy could name.',
  });
  for (const step of steps) {
    const id = stack.getLogicalId(functions.of[step].function.node.defaultChild as lambda.CfnFunction);
    acknowledge(stateMachine, {
      [`IAM5[Resource::<${id}.Arn>:*]`]: `The versions and aliases of the one function ${step}.`,
    });
  }
}

/** Acknowledges the findings about the executions that a distributed Map starts. */
export function acknowledgeParts(stateMachine: sfn.StateMachine): void {
  const stack = Stack.of(stateMachine);
  const id = stack.getLogicalId(stateMachine.node.defaultChild as sfn.CfnStateMachine);
  const name = `{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${id}"}]}]}`;
  for (const executions of [name, `${name}/${PARTS_LABEL}`]) {
    acknowledge(stateMachine, {
      [`IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${executions}:*]`]:
        'The executions that its distributed Map starts for the parts; Step Functions generates their names.',
    });
  }
}
