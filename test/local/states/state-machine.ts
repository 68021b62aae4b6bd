import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach } from 'vitest';
import { InvocationStoppedError } from '../../../local/lambda/errors.ts';
import type { LambdaRunner } from '../../../local/lambda/runner.ts';
import { CREDENTIALS } from '../../../local/s3/server.ts';
import { type LocalServer, listen } from '../../../local/stack/servers.ts';
import { createEventBus } from '../../../local/states/event-rules.ts';
import { createExecutions, type Executions } from '../../../local/states/executions.ts';
import { openJournal } from '../../../local/states/journal.ts';
import { createMachine } from '../../../local/states/machine.ts';
import { answerStates } from '../../../local/states/protocol.ts';
import { templateOf } from '../template/templates.ts';

export type Handler = (event: never, signal?: AbortSignal) => unknown;

export const task = (name: string, more: object = {}) => ({
  Type: 'Task',
  Resource: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  ...more,
});
export const EXECUTION = {
  'id.$': '$$.Execution.Id',
  'input.$': '$$.Execution.Input',
  'started.$': '$$.Execution.StartTime',
};

/** The state machines of a test, with an empty journal. */
export let folder: string;
export let server: LocalServer;
export let client: SFNClient;
export let executions: Executions;
export let machineArn: string;
/** A second state machine with the same definition and without a rule. */
export let otherMachineArn: string;
export let recorded: { detail: Record<string, unknown> }[];

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

/** Serves a state machine with these handlers as functions and a rule for aborted and timed-out executions. */
export async function serve(definition: object, handlers: Record<string, Handler> = {}): Promise<void> {
  const template = templateOf({
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { DefinitionString: JSON.stringify(definition) },
    },
    Other: {
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
  [machineArn, otherMachineArn] = template.of('AWS::StepFunctions::StateMachine').map(({ ref }) => ref) as [
    string,
    string,
  ];
  executions = createExecutions({
    machines: template.of('AWS::StepFunctions::StateMachine').map(({ ref, logicalId, properties }) =>
      createMachine({
        arn: ref,
        name: logicalId,
        definition: properties.DefinitionString as string,
        runner,
      }),
    ),
    journal: openJournal(folder),
    bus: createEventBus(template, runner),
    now: () => new Date(),
    onUndelivered: () => {},
  });
  server = await listen(0, (...exchange) => void answerStates(executions, ...exchange));
  client = new SFNClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
}

export const start = async (input: object = {}, name?: string): Promise<string> => {
  const command = new StartExecutionCommand({
    stateMachineArn: machineArn,
    input: JSON.stringify(input),
    name,
  });
  return (await client.send(command)).executionArn!;
};
export const describeExecution = (executionArn: string) =>
  client.send(new DescribeExecutionCommand({ executionArn }));
export const runToEnd = async (input: object = {}) => {
  const executionArn = await start(input);
  await executions.idle();
  return describeExecution(executionArn);
};

/** A function that reports its call and does not return until its execution is stopped. */
export function hanging() {
  const called = Promise.withResolvers<void>();
  const handler = (_: unknown, signal?: AbortSignal) =>
    new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(new InvocationStoppedError('stopped')));
      called.resolve();
    });
  return { handler, called: called.promise };
}

export const ONE_TASK = { StartAt: 'Work', States: { Work: task('work', { End: true }) } };

/** Clears the rule's events. */
export function forgetRecorded(): void {
  recorded = [];
}
