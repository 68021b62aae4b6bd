import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { FunctionError } from '../../../local/lambda/errors.ts';
import {
  client,
  describeExecution,
  EXECUTION,
  executions,
  hanging,
  machineArn,
  ONE_TASK,
  runToEnd,
  serve,
  task,
} from './state-machine.ts';

describe('An execution', () => {
  it('returns the output of its last state', async () => {
    await serve(ONE_TASK, { work: ({ a }: { a: number }) => ({ sum: a + 1 }) });

    expect(await runToEnd({ a: 1 })).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"a":1}',
      output: '{"sum":2}',
    });
  });

  it('has the journal’s values in its context object, also within a Map', async () => {
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

  it('retries the errors of Retry and finally fails with the original error', async () => {
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

  it('passes a caught error on and ends with the error of the Fail state', async () => {
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

  it('ends a task after TimeoutSeconds', async () => {
    await serve(
      { StartAt: 'Work', States: { Work: task('work', { TimeoutSeconds: 1, End: true }) } },
      { work: hanging().handler },
    );

    expect(await runToEnd()).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('starts no further item of a Map after one has failed', async () => {
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
    ['the output of a Map', () => 'x'.repeat(100_000), 'The output of "Each" has'],
  ])('fails if %s exceeds 256 KiB, which Catch cannot handle', async (what, work, message) => {
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
