import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { named, permissionsOf, plain, synthesize } from '../synthesize.ts';

describe('The state machine that rolls back', () => {
  const stack = synthesize({ lockRetrySeconds: 30, lockWaitSeconds: 600 });
  const machine = named(stack, 'AWS::StepFunctions::StateMachine', 'Rollback').Properties;
  const definition = JSON.parse(plain(machine.DefinitionString));
  const states = definition.States;

  it('is valid States Language', () => {
    const text = JSON.stringify(definition).replaceAll(
      /<(\w+)\.Arn>/g,
      'arn:aws:lambda:eu-west-1:123456789012:function:$1',
    );
    const { isValid, errorsText } = validate(JSON.parse(text), { checkPaths: true, checkArn: true });

    expect(isValid, errorsText()).toBe(true);
  });

  it('is a traced and logged standard state machine with a time-out', () => {
    expect(machine).toMatchObject({
      StateMachineType: 'STANDARD',
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL' },
    });
    expect(definition.TimeoutSeconds).toBe(24 * 3_600);
  });

  it('has the name by which record distinguishes rollbacks from runs', () => {
    const { Variables } = named(stack, 'AWS::Lambda::Function', 'FunctionsRecordFunction').Properties
      .Environment;

    expect(plain(Variables.ROLLBACK_STATE_MACHINE_ARN)).toBe(
      `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:${machine.StateMachineName}`,
    );
  });

  it('checks, switches and records, and also records every failure', () => {
    const story: string[] = [];
    for (let name = definition.StartAt; name !== undefined; name = states[name].Next) story.push(name);

    expect(story).toEqual([
      'Take the input',
      'Check the release before',
      'Switch the API back',
      'Record the rollback',
      'The release before is served',
    ]);
    for (const name of story.slice(1, 4)) {
      expect(states[name].Catch, name).toEqual([
        { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Record the failure' },
      ]);
    }
    expect(states['Record the failure']).toMatchObject({
      Parameters: { kind: 'rollback', outcome: 'failed', 'error.$': '$.error' },
      Next: 'The rollback failed',
    });
    expect(states['The rollback failed'].Type).toBe('Fail');
  });

  it('waits for a run in progress as long as other runs do', () => {
    expect(states['Check the release before'].Retry).toContainEqual({
      ErrorEquals: ['RunInProgressError'],
      IntervalSeconds: 30,
      MaxAttempts: 20,
      BackoffRate: 1,
    });
  });

  it('switches to the checked release with the function activate', () => {
    expect(states['Switch the API back']).toMatchObject({
      Resource: expect.stringMatching(/^<FunctionsActivateFunction/),
      Parameters: {
        'live.$': '$.live',
        'target.$': '$.target',
        'release_run_id.$': '$.release_run_id',
        'execution_arn.$': '$.execution_arn',
      },
    });
  });

  it('can invoke only its three functions', () => {
    const called = permissionsOf(stack, /^RollbackStateMachineRole/).filter(
      (permission) => permission.startsWith('lambda:') && !permission.endsWith(':*'),
    );
    expect(called).toEqual([
      expect.stringMatching(/^lambda:InvokeFunction <FunctionsActivate/),
      expect.stringMatching(/^lambda:InvokeFunction <FunctionsRecord/),
      expect.stringMatching(/^lambda:InvokeFunction <FunctionsRollback/),
    ]);
  });
});
