import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import type { Functions } from './functions.ts';
import { acknowledgeStateMachine } from './nag-findings.ts';
import { createStateMachine } from './state-machine.ts';
import { callFunction, EXECUTION, failureStates, recover, takeInput, waitForLock } from './states.ts';

export interface RollbackProps {
  readonly functions: Functions;
  readonly settings: Settings;
}

/** The state machine that makes the API serve the previous release again, under the lock of runs. */
export class Rollback extends Construct {
  readonly stateMachine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: RollbackProps) {
    super(scope, id);
    this.stateMachine = createStateMachine(this, {
      name: 'rollback',
      comment: 'Makes the API serve the previous release.',
      states: statesOf(this, props),
      settings: props.settings,
    });
    acknowledgeStateMachine(this.stateMachine, props.functions, ['rollback', 'activate', 'record']);
  }
}

/** Marks the record as one of a rollback, which has no month. */
const KIND = { kind: 'rollback' };

/** The states of a rollback: check the previous release, switch, record. */
function statesOf(scope: Construct, { functions, settings }: RollbackProps): sfn.IChainable {
  const step = functions.of;
  const failure = failureStates(scope, step.record, 'The rollback failed', KIND);

  const choose = callFunction(scope, 'Check the release before', step.rollback, {
    input: sfn.JsonPath.objectAt('$.input'),
    ...EXECUTION,
  });
  waitForLock(choose, settings);
  const activate = callFunction(
    scope,
    'Switch the API back',
    step.activate,
    {
      run_id: sfn.JsonPath.stringAt('$.run_id'),
      execution_arn: sfn.JsonPath.stringAt('$.execution_arn'),
      started_at: sfn.JsonPath.stringAt('$.started_at'),
      live: sfn.JsonPath.stringAt('$.live'),
      target: sfn.JsonPath.stringAt('$.target'),
      release_run_id: sfn.JsonPath.stringAt('$.release_run_id'),
    },
    sfn.JsonPath.DISCARD,
  );
  const record = callFunction(
    scope,
    'Record the rollback',
    step.record,
    { ...EXECUTION, ...KIND, input: sfn.JsonPath.objectAt('$$.Execution.Input'), outcome: 'succeeded' },
    '$.record',
  );
  for (const task of [choose, activate, record]) task.addCatch(failure, recover);
  return takeInput(scope)
    .next(choose)
    .next(activate)
    .next(record)
    .next(sfn.Succeed.jsonPath(scope, 'The release before is served'));
}
