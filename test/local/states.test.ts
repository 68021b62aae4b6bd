import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FunctionError, InvocationStoppedError } from '../../local/lambda/errors.ts';
import type { LambdaRunner } from '../../local/lambda/runner.ts';
import { CREDENTIALS } from '../../local/s3/server.ts';
import { type LocalServer, listen } from '../../local/stack/servers.ts';
import { createEventBus } from '../../local/states/event-rules.ts';
import { createExecutions, type Executions } from '../../local/states/executions.ts';
import { openJournal } from '../../local/states/journal.ts';
import { createMachine } from '../../local/states/machine.ts';
import { answerStates } from '../../local/states/protocol.ts';
import { theOnly } from '../../local/template/template.ts';
import { templateOf } from './templates.ts';

type Handler = (event: never, signal?: AbortSignal) => unknown;

const task = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  ...more,
});
const EXECUTION = {
  'id.$': '$$.Execution.Id',
  'input.$': '$$.Execution.Input',
  'started.$': '$$.Execution.StartTime',
};

let folder: string;
let server: LocalServer;
let client: SFNClient;
let executions: Executions;
let machineArn: string;
let recorded: { detail: Record<string, unknown> }[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'states-'));
  recorded = [];
});
afterEach(async () => {
  client?.destroy();
  await executions?.stopAll('The test has ended.');
  await server?.close();
  await rm(folder, { recursive: true });
});

/** Serves a state machine whose functions are these handlers, with a rule that tells of aborted and timed-out ends. */
async function serve(definition: object, handlers: Record<string, Handler> = {}): Promise<void> {
  const template = templateOf({
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { DefinitionString: JSON.stringify(definition) },
    },
    Record: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'record' } },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: {
          source: ['aws.states'],
          'detail-type': ['Step Functions Execution Status Change'],
          detail: { stateMachineArn: [{ Ref: 'Machine' }], status: ['TIMED_OUT', 'ABORTED'] },
        },
        Targets: [{ Id: 'T', Arn: { 'Fn::GetAtt': ['Record', 'Arn'] } }],
      },
    },
  });
  const all: Record<string, Handler> = { record: (event) => void recorded.push(event), ...handlers };
  const runner: LambdaRunner = {
    invoke: async (arn, event, signal) => all[arn.split(':').at(-1)!]!(event as never, signal),
    close: async () => {},
  };
  const resource = theOnly(template, 'AWS::StepFunctions::StateMachine');
  machineArn = resource.ref;
  executions = createExecutions({
    machine: createMachine({
      arn: machineArn,
      name: 'Machine',
      definition: resource.properties.DefinitionString as string,
      runner,
    }),
    journal: openJournal(folder),
    bus: createEventBus(template, runner),
    now: () => new Date(),
    onUndelivered: () => {},
  });
  server = await listen(0, (...exchange) => void answerStates(executions, machineArn, ...exchange));
  client = new SFNClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
}

const start = async (input: object = {}, name?: string): Promise<string> => {
  const command = new StartExecutionCommand({
    stateMachineArn: machineArn,
    input: JSON.stringify(input),
    name,
  });
  return (await client.send(command)).executionArn!;
};
const describeExecution = (executionArn: string) =>
  client.send(new DescribeExecutionCommand({ executionArn }));
const runToEnd = async (input: object = {}) => {
  const executionArn = await start(input);
  await executions.idle();
  return describeExecution(executionArn);
};

/** A function that tells when it is called and never answers, until its execution is stopped. */
function hanging() {
  const called = Promise.withResolvers<void>();
  const handler = (_: unknown, signal?: AbortSignal) =>
    new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(new InvocationStoppedError('stopped')));
      called.resolve();
    });
  return { handler, called: called.promise };
}

const ONE_TASK = { StartAt: 'Work', States: { Work: task('work', { End: true }) } };

describe('An execution', () => {
  it('gives the output of its last state', async () => {
    await serve(ONE_TASK, { work: ({ a }: { a: number }) => ({ sum: a + 1 }) });

    expect(await runToEnd({ a: 1 })).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"sum":2}',
    });
  });

  it('sees in its context object what the journal says, within a Map too', async () => {
    const seen: { id: string; input: object; started: string }[] = [];
    await serve(
      {
        StartAt: 'Before',
        States: {
          Before: task('see', { Parameters: EXECUTION, ResultPath: null, Next: 'Each' }),
          Each: {
            Type: 'Map',
            ItemsPath: '$.items',
            ItemSelector: EXECUTION,
            ItemProcessor: {
              ProcessorConfig: { Mode: 'INLINE' },
              StartAt: 'Within',
              States: { Within: task('see', { Parameters: EXECUTION, End: true }) },
            },
            End: true,
          },
        },
      },
      { see: (event: never) => void seen.push(event) },
    );

    const { executionArn, startDate } = await runToEnd({ items: [1, 2] });

    const expected = { id: executionArn, input: { items: [1, 2] }, started: startDate?.toISOString() };
    expect(seen).toEqual([expected, expected, expected]);
  });

  it('retries what its Retry names, and gives up with the error as it was', async () => {
    let calls = 0;
    await serve(
      {
        StartAt: 'Work',
        States: {
          Work: task('work', {
            Retry: [{ ErrorEquals: ['TransientError'], IntervalSeconds: 0, MaxAttempts: 2, BackoffRate: 1 }],
            End: true,
          }),
        },
      },
      {
        work: () => {
          calls++;
          throw new FunctionError({ errorType: 'TransientError', errorMessage: 'It passes.' });
        },
      },
    );

    const { status, error, cause } = await runToEnd();

    expect([calls, status, error]).toEqual([3, 'FAILED', 'TransientError']);
    expect(JSON.parse(cause!)).toEqual({ errorType: 'TransientError', errorMessage: 'It passes.' });
  });

  it('hands a caught error on, and ends as a Fail state says', async () => {
    await serve(
      {
        StartAt: 'Work',
        States: {
          Work: task('work', {
            Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Failed' }],
            End: true,
          }),
          Failed: { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: '$.error.Cause' },
        },
      },
      {
        work: () => {
          throw new FunctionError({ errorType: 'SourceError', errorMessage: 'No folder.' });
        },
      },
    );

    expect(await runToEnd()).toMatchObject({
      status: 'FAILED',
      error: 'SourceError',
      cause: expect.stringContaining('No folder.'),
    });
  });

  it('gives a task up at its TimeoutSeconds', async () => {
    await serve(
      { StartAt: 'Work', States: { Work: task('work', { TimeoutSeconds: 1, End: true }) } },
      { work: hanging().handler },
    );

    expect(await runToEnd()).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('begins no further item of a Map after one has failed', async () => {
    const begun: number[] = [];
    await serve(
      {
        StartAt: 'Each',
        States: {
          Each: {
            Type: 'Map',
            MaxConcurrency: 1,
            ItemProcessor: {
              ProcessorConfig: { Mode: 'INLINE' },
              StartAt: 'Item',
              States: { Item: task('item', { End: true }) },
            },
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'After' }],
            End: true,
          },
          After: task('after', { End: true }),
        },
      },
      {
        item: (item: never) => {
          begun.push(item);
          if (item === 2) throw new FunctionError({ errorType: 'Broken', errorMessage: '' });
        },
        after: () => 'done',
      },
    );
    const executionArn = (
      await client.send(new StartExecutionCommand({ stateMachineArn: machineArn, input: '[1,2,3,4]' }))
    ).executionArn!;
    await executions.idle();

    expect(await describeExecution(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
    expect(begun).toEqual([1, 2]);
  });

  it.each([
    ['the result of a task', () => 'x'.repeat(262_144), 'The result of "Work" has 262146 bytes'],
    ['what a Map gathers', () => 'x'.repeat(100_000), 'The output of "Each" has'],
  ])('fails where %s passes 256 KiB, and no Catch helps', async (what, work, message) => {
    const inner = { Work: task('work', { End: true }) };
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Saved' }];
    const Saved = { Type: 'Succeed' };
    await serve(
      what.includes('Map')
        ? {
            StartAt: 'Each',
            States: {
              Each: {
                Type: 'Map',
                ItemsPath: '$.items',
                ItemProcessor: { StartAt: 'Work', States: inner },
                Catch,
                Next: 'Last',
              },
              Last: { Type: 'Pass', End: true },
              Saved,
            },
          }
        : { StartAt: 'Work', States: { Work: { ...inner.Work, Catch }, Saved } },
      { work },
    );

    const { status, error, cause } = await runToEnd({ items: [1, 2, 3] });

    expect([status, error]).toEqual(['FAILED', 'States.DataLimitExceeded']);
    expect(cause).toContain(message);
  });
});

describe('Step Functions here', () => {
  it('lists executions, the newest first, by their status', async () => {
    const { handler, called } = hanging();
    await serve(ONE_TASK, {
      work: ({ wait }: { wait?: boolean }, signal) => (wait ? handler(null, signal) : 1),
    });
    const first = await start({}, 'first');
    await executions.idle();
    const second = await start({ wait: true }, 'second');
    await called;
    const list = async (statusFilter?: 'RUNNING') => {
      const command = new ListExecutionsCommand({ stateMachineArn: machineArn, statusFilter });
      return (await client.send(command)).executions?.map(({ executionArn, status }) => [
        executionArn,
        status,
      ]);
    };

    expect(await list('RUNNING')).toEqual([[second, 'RUNNING']]);
    expect(await list()).toEqual([
      [second, 'RUNNING'],
      [first, 'SUCCEEDED'],
    ]);
  });

  it('tells the history of an execution in numbered events, page by page', async () => {
    await serve(ONE_TASK, { work: () => 'done' });
    const executionArn = await start();
    await executions.idle();
    const types: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 2, nextToken }),
      );
      types.push(...page.events!.map(({ id, type }) => `${id} ${type}`));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);

    expect(types).toEqual([
      '1 ExecutionStarted',
      '2 TaskStateEntered',
      '3 TaskStateExited',
      '4 ExecutionSucceeded',
    ]);
  });

  it.each([
    [
      'input that is no JSON',
      () => new StartExecutionCommand({ stateMachineArn: machineArn, input: '{' }),
      'InvalidExecutionInput',
    ],
    [
      'a name with a space',
      () => new StartExecutionCommand({ stateMachineArn: machineArn, input: '{}', name: 'a b' }),
      'InvalidName',
    ],
    [
      'another machine',
      () => new StartExecutionCommand({ stateMachineArn: 'arn:other', input: '{}' }),
      'StateMachineDoesNotExist',
    ],
    [
      'a name that was used',
      () => new StartExecutionCommand({ stateMachineArn: machineArn, input: '{}', name: 'used' }),
      'ExecutionAlreadyExists',
    ],
    [
      'an execution that is not there',
      () => new DescribeExecutionCommand({ executionArn: 'arn:none' }),
      'ExecutionDoesNotExist',
    ],
  ])('refuses %s', async (_, command, error) => {
    await serve(ONE_TASK, { work: () => 1 });
    await start({}, 'used');
    await executions.idle();

    const send = client.send.bind(client) as (command: unknown) => Promise<unknown>;
    await expect(send(command())).rejects.toThrow(expect.objectContaining({ name: error }));
  });
});

describe('An execution that is stopped', () => {
  it('is aborted, its function is ended, and the rule hears of it before anybody sees its end', async () => {
    const { handler, called } = hanging();
    await serve(ONE_TASK, { work: handler });
    const executionArn = await start({ month: '2026-10' });
    await called;

    await client.send(new StopExecutionCommand({ executionArn, cause: 'Enough.' }));

    expect(await describeExecution(executionArn)).toMatchObject({ status: 'ABORTED', cause: 'Enough.' });
    expect(recorded).toEqual([
      expect.objectContaining({
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        detail: expect.objectContaining({
          executionArn,
          status: 'ABORTED',
          input: '{"month":"2026-10"}',
          cause: 'Enough.',
        }),
      }),
    ]);
  });

  it('because its machine has run out of time is TIMED_OUT, and the rule hears of it', async () => {
    await serve({ ...ONE_TASK, TimeoutSeconds: 1 }, { work: hanging().handler });

    expect(await runToEnd()).toMatchObject({ status: 'TIMED_OUT' });
    expect(recorded.map(({ detail }) => detail.status)).toEqual(['TIMED_OUT']);
  });

  it('is no event for the rule where it succeeded or failed by itself', async () => {
    await serve(ONE_TASK, { work: () => 1 });
    await runToEnd();

    expect(recorded).toEqual([]);
  });
});

describe('An execution whose process has died', () => {
  const die = async (): Promise<string> => {
    const { handler, called } = hanging();
    await serve(ONE_TASK, { work: handler });
    const executionArn = await start({ month: '2026-10' }, 'died');
    await called;
    // What a killed process leaves behind: the journal as it stands at this moment.
    const journal = await readFile(join(folder, 'died.json'));
    await executions.stopAll('');
    await server.close();
    client.destroy();
    await writeFile(join(folder, 'died.json'), journal);
    recorded = [];
    return executionArn;
  };

  it('is aborted at the next start, and the rule hears of it', async () => {
    const executionArn = await die();
    await serve(ONE_TASK);
    await executions.recover();

    expect(await describeExecution(executionArn)).toMatchObject({ status: 'ABORTED' });
    expect(recorded.map(({ detail }) => [detail.executionArn, detail.status, detail.input])).toEqual([
      [executionArn, 'ABORTED', '{"month":"2026-10"}'],
    ]);
  });

  it('is told again at the start after that, where nobody could hear it, and then never more', async () => {
    await die();
    await serve(ONE_TASK, {
      record: () => {
        throw new Error('deaf');
      },
    });
    await executions.recover();
    await server.close();
    await serve(ONE_TASK);
    await executions.recover();
    await executions.recover();

    expect(recorded.map(({ detail }) => detail.status)).toEqual(['ABORTED']);
  });
});
