import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import {
  client,
  describeExecution,
  executions,
  folder,
  forgetRecorded,
  hanging,
  ONE_TASK,
  recorded,
  runToEnd,
  serve,
  server,
  start,
} from './state-machine.ts';

describe('An execution that is stopped', () => {
  it('is aborted, its function ends, and the rule gets the event before the end is visible', async () => {
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

  it('has the status TIMED_OUT after the time-out of its state machine, and the rule gets the event', async () => {
    await serve({ ...ONE_TASK, TimeoutSeconds: 1 }, { work: hanging().handler });

    expect(await runToEnd()).toMatchObject({ status: 'TIMED_OUT' });
    expect(recorded.map(({ detail }) => detail.status)).toEqual(['TIMED_OUT']);
  });

  it('causes no event for the rule if it succeeded or failed', async () => {
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
    forgetRecorded();
    return executionArn;
  };

  it('is aborted at the next start, and the rule gets the event', async () => {
    const executionArn = await die();
    await serve(ONE_TASK);
    await executions.recover();

    expect(await describeExecution(executionArn)).toMatchObject({ status: 'ABORTED' });
    expect(recorded.map(({ detail }) => [detail.executionArn, detail.status, detail.input])).toEqual([
      [executionArn, 'ABORTED', '{"month":"2026-10"}'],
    ]);
  });

  it('has its event delivered once at a later start if the first delivery failed', async () => {
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
