import validate from 'asl-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { named, plain, synthesize } from '../synthesize.ts';

/** The fields of the States Language that these tests read. */
interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly {
    ErrorEquals: readonly string[];
    IntervalSeconds: number;
    MaxAttempts: number;
  }[];
  readonly Catch?: readonly { ErrorEquals: readonly string[]; Next: string; ResultPath?: string }[];
  readonly Next?: string;
  readonly ItemProcessor?: { ProcessorConfig: Record<string, string>; States: Record<string, State> };
  readonly [field: string]: unknown;
}

const TRANSIENT = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'TransientError',
];

describe('The state machine', () => {
  describe.each([
    ['by default', {}, undefined, 24],
    [
      'with waitForDrop',
      { waitForDrop: 10, dropRetrySeconds: 43_000 },
      { IntervalSeconds: 43_000, MaxAttempts: 21, BackoffRate: 1 },
      11 * 24,
    ],
  ])('The wait for a missing drop %s', (_, settings, expected, hours) => {
    const { DefinitionString } = named(
      synthesize(settings),
      'AWS::StepFunctions::StateMachine',
      'Pipeline',
    ).Properties;
    const { States, TimeoutSeconds } = JSON.parse(plain(DefinitionString)) as {
      States: Record<string, State>;
      TimeoutSeconds: number;
    };

    it('retries at most the state that plans the run, which does not hold the lock yet', () => {
      for (const [name, { Retry = [] }] of Object.entries(States)) {
        const waits = Retry.find(({ ErrorEquals }) => ErrorEquals.includes('DropNotThereError'));
        if (name === 'Plan the run' && expected) expect(waits).toMatchObject(expected);
        else expect(waits, name).toBeUndefined();
      }
    });

    it('sets the time-out of the state machine to the wait plus the maximum duration of a run', () => {
      expect(TimeoutSeconds).toBe(hours * 3_600);
    });
  });

  const stack = synthesize({ lockRetrySeconds: 30, lockWaitSeconds: 3_600, mapConcurrency: 7 });
  const machine = named(stack, 'AWS::StepFunctions::StateMachine', 'Pipeline').Properties;
  const functions = stack.resources('AWS::Lambda::Function');
  let definition: { StartAt: string; States: Record<string, State>; TimeoutSeconds: number };
  let states: Record<string, State>;
  let tasks: [string, State][];

  const functionOf = ({ Resource = '' }: State) => functions[Resource.replace(/^<(\w+)\.Arn>$/, '$1')]!;

  beforeAll(() => {
    definition = JSON.parse(plain(machine.DefinitionString));
    const inner = Object.values(definition.States).map(({ ItemProcessor }) => ItemProcessor?.States ?? {});
    states = Object.assign({}, definition.States, ...inner);
    tasks = Object.entries(states).filter(([, { Type }]) => Type === 'Task');
  });

  it('is valid States Language', () => {
    // The validator requires real ARNs, which only a deployed stack has.
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

  it('executes the states in the documented order from the plan to the record', () => {
    const story: string[] = [];
    for (let name: string | undefined = definition.StartAt; name !== undefined; ) {
      story.push(name);
      const state: State = definition.States[name]!;
      name = state.Next ?? (state.Default as string | undefined);
    }

    expect(story).toEqual([
      'Take the input',
      'Plan the run',
      'Where does the run begin?',
      'Copy every raw file',
      'List the parts',
      'Normalize every part',
      'Did a part fail?',
      'Audit the run',
      'Is it a dry run?',
      'Commit the month',
      'Compute the statistics',
      'Is it to be published?',
      'Make the downloads',
      'Compare with the live release',
      'Does anything change?',
      'Let the idle slot drain',
      'Fill the idle slot',
      'Switch the API to the new release',
      'Record the run',
      'Clean up after older runs',
      'The month is served',
    ]);
  });

  it('starts at a later state or ends early if the input requests it', () => {
    const choices = (name: string) =>
      (definition.States[name]!.Choices as Record<string, unknown>[]).map(({ Next, ...rule }) => [
        rule,
        Next,
      ]);

    expect(choices('Where does the run begin?')).toEqual([
      [{ Variable: '$.remove', BooleanEquals: true }, 'Audit the run'],
      [{ Variable: '$.from', StringEquals: 'aggregate' }, 'Compute the statistics'],
      [{ Variable: '$.from', StringEquals: 'normalize' }, 'Normalize every part'],
    ]);
    expect(choices('Is it a dry run?')).toEqual([
      [{ Variable: '$.dry_run', BooleanEquals: true }, 'Record the dry run'],
    ]);
    expect(choices('Is it to be published?')).toEqual([
      [{ Variable: '$.publish', BooleanEquals: false }, 'Record the run'],
    ]);
    expect(choices('Does anything change?')).toEqual([
      [{ Variable: '$.release.changed', BooleanEquals: false }, 'Record the run'],
    ]);
  });

  it('reaches neither the publishing functions nor the clean-up in a dry run', () => {
    expect(states['Record the dry run']!.Next).toBe('Nothing was committed');
    expect(states['Nothing was committed']!.Type).toBe('Succeed');
  });

  it('keeps the values that later choices read when a Map replaces its result', () => {
    const asked = Object.values(definition.States)
      .flatMap(({ Choices }) => (Choices ?? []) as { Variable: string }[])
      .map(({ Variable }) => /^\$\.(from|publish|dry_run|remove)$/.exec(Variable)?.[1])
      .filter((name) => name !== undefined);
    const carried = states['List the parts']!.Parameters;

    expect([...new Set(asked)].toSorted()).toEqual(['dry_run', 'from', 'publish', 'remove']);
    for (const name of asked) expect(carried).toMatchObject({ [`${name}.$`]: `$.${name}` });
  });

  it("has a time-out for every task that slightly exceeds its function's time-out", () => {
    expect(tasks.map(([name, { TimeoutSeconds }]) => [name, TimeoutSeconds])).toEqual(
      tasks.map(([name, task]) => [name, functionOf(task).Properties.Timeout + 10]),
    );
  });

  it('retries only transient errors, and while another run is in progress', () => {
    for (const [name, { Retry = [] }] of tasks) {
      const errors = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);
      expect(errors, name).toEqual(
        name === 'Plan the run' ? [...TRANSIENT, 'RunInProgressError'] : TRANSIENT,
      );
    }
    expect(Object.entries(states).filter(([, { Type, Retry }]) => Type !== 'Task' && Retry)).toEqual([]);
  });

  it('waits for the previous run as long as the settings allow', () => {
    expect(states['Plan the run']!.Retry).toContainEqual({
      ErrorEquals: ['RunInProgressError'],
      IntervalSeconds: 30,
      MaxAttempts: 120,
      BackoffRate: 1,
    });
  });

  it('catches every failure of a task or map, records it and fails with the original error', () => {
    const guarded = Object.entries(definition.States).filter(([, { Type }]) =>
      ['Task', 'Map'].includes(Type),
    );
    const own = ['Record the failure', 'Clean up after older runs'];
    for (const [name, { Catch }] of guarded.filter(([name]) => !own.includes(name))) {
      expect(Catch, name).toEqual([
        { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Record the failure' },
      ]);
    }
    expect(states['Record the failure']).toMatchObject({
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.record_error', Next: 'The run failed' }],
      ResultPath: null,
      Next: 'The run failed',
    });
    expect(states['The run failed']).toEqual({
      Type: 'Fail',
      ErrorPath: '$.error.Error',
      CausePath: '$.error.Cause',
    });
  });

  it('does not fail a published run if its clean-up fails', () => {
    expect(states['Clean up after older runs']).toMatchObject({
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.clean_up_error', Next: 'The month is served' }],
      Next: 'The month is served',
    });
    expect(states['The month is served']!.Type).toBe('Succeed');
  });

  it('normalizes in a distributed map that passes on the errors of its children', () => {
    const map = definition.States['Normalize every part']!;

    expect(map).toMatchObject({ ItemsPath: '$.parts', MaxConcurrency: 7 });
    expect(map.ItemProcessor!.ProcessorConfig).toEqual({ Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
    expect(map.ItemProcessor!.States['Normalize a part']!.Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: "Hand the part's failure on" },
    ]);
    expect(definition.States['Did a part fail?']).toMatchObject({
      Choices: [
        { Variable: '$.normalized.text', StringMatches: '*"Error":*', Next: 'Find the parts that failed' },
      ],
    });
    expect(definition.States["Take the first part's failure"]).toMatchObject({
      ResultPath: '$.error',
      Next: 'Record the failure',
    });
  });

  it('passes the identity of the execution to the record even if the plan failed', () => {
    const execution = {
      'execution_arn.$': '$$.Execution.Id',
      'started_at.$': '$$.Execution.StartTime',
      'input.$': '$$.Execution.Input',
    };
    for (const name of ['Record the run', 'Record the dry run'])
      expect(states[name]!.Parameters).toEqual({ ...execution, outcome: 'succeeded' });
    expect(states['Record the failure']!.Parameters).toEqual({
      ...execution,
      outcome: 'failed',
      'error.$': '$.error',
    });
  });

  it('passes the live and the target slot on, so that activate can detect a concurrent switch', () => {
    for (const name of ['Fill the idle slot', 'Switch the API to the new release']) {
      expect(states[name]!.Parameters).toMatchObject({
        'execution_arn.$': '$.execution_arn',
        'live.$': '$.release.live',
        'target.$': '$.release.target',
      });
    }
  });
});

it('State machines do not log execution data, because an input may contain credentials', () => {
  const machines = Object.values(synthesize().resources('AWS::StepFunctions::StateMachine'));

  expect(machines).toHaveLength(2);
  for (const { Properties } of machines) {
    expect(Properties.LoggingConfiguration).toMatchObject({ IncludeExecutionData: false, Level: 'ALL' });
  }
});
