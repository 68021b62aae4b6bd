import { describe, expect, it } from 'vitest';
import { contextOf } from '../../../lambdas/runtime/log.ts';
import { runIdOf } from '../../../model/runs/run.ts';

const EXECUTION = {
  execution_arn: 'arn:aws:states:eu-west-1:123456789012:execution:MovieStatistics-pipeline:a',
  started_at: '2026-11-01T06:00:00.000Z',
};
const RUN_ID = runIdOf(EXECUTION);

describe('The log lines of an invocation contain', () => {
  it.each([
    [
      'for a step within a run, the ids in its event',
      { run_id: 'r', month: '2026-10' },
      { run_id: 'r', month: '2026-10' },
    ],
    [
      'for a part of a file, the file and the part',
      { run_id: 'r', month: '2026-10', file: 'movies_metadata.csv', part: 0, key: 'k' },
      { run_id: 'r', month: '2026-10', file: 'movies_metadata.csv', part: 0 },
    ],
    [
      'for plan, the id of the run',
      { ...EXECUTION, input: { month: '2026-10', source: 's3://drops/' } },
      { run_id: RUN_ID, month: '2026-10' },
    ],
    [
      'for a scheduled run, the month of its time',
      { ...EXECUTION, input: { scheduled_time: '2026-11-01T06:00:00Z' } },
      { run_id: RUN_ID, month: '2026-11' },
    ],
    [
      'for a run with an invalid input, its id',
      { ...EXECUTION, input: { month: 'May' } },
      { run_id: RUN_ID },
    ],
    ['for a rollback, its id and no month', { ...EXECUTION, input: {} }, { run_id: RUN_ID }],
    [
      'for a switch, the run',
      { ...EXECUTION, run_id: RUN_ID, live: 'blue', target: 'green' },
      { run_id: RUN_ID },
    ],
    [
      'for a status event of EventBridge, the run that ended',
      {
        'detail-type': 'Step Functions Execution Status Change',
        detail: {
          executionArn: EXECUTION.execution_arn,
          startDate: Date.parse(EXECUTION.started_at),
          input: '{"month":"2026-10"}',
          status: 'ABORTED',
        },
      },
      { run_id: RUN_ID, month: '2026-10' },
    ],
    [
      'for a status event without an input, only the run',
      {
        detail: {
          executionArn: EXECUTION.execution_arn,
          startDate: Date.parse(EXECUTION.started_at),
          input: null,
        },
      },
      { run_id: RUN_ID },
    ],
    ['nothing for an empty event', {}, {}],
    ['nothing for an invalid event', { execution_arn: 1, started_at: 'yesterday', detail: null }, {}],
  ])('%s', (_, event, expected) => {
    expect(contextOf(event)).toEqual(expected);
  });
});
