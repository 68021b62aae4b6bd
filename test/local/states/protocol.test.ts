import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import {
  client,
  describeExecution,
  executions,
  hanging,
  machineArn,
  ONE_TASK,
  otherMachineArn,
  serve,
  start,
} from './state-machine.ts';

describe('The local Step Functions API', () => {
  it('lists executions by status, newest first', async () => {
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

  it('runs two state machines with separate executions', async () => {
    await serve(ONE_TASK, { work: () => 1 });
    const first = await start({}, 'first');
    const command = new StartExecutionCommand({ stateMachineArn: otherMachineArn, input: '{}' });
    const second = (await client.send(command)).executionArn!;
    await executions.idle();
    const list = async (stateMachineArn: string) => {
      const listed = await client.send(new ListExecutionsCommand({ stateMachineArn }));
      return listed.executions?.map(({ executionArn, status }) => [executionArn, status]);
    };

    expect(first).toBe('arn:aws:states:us-east-1:000000000000:execution:Machine:first');
    expect(second).toContain(':execution:Other:');
    expect(await list(machineArn)).toEqual([[first, 'SUCCEEDED']]);
    expect(await list(otherMachineArn)).toEqual([[second, 'SUCCEEDED']]);
    expect(await describeExecution(second)).toMatchObject({ stateMachineArn: otherMachineArn });
  });

  it('returns the history of an execution as numbered events in pages', async () => {
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
