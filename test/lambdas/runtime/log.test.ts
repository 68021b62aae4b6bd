import { describe, expect, it } from 'vitest';
import { contextOf } from '../../../lambdas/runtime/log.ts';
import { runIdOf } from '../../../model/runs/run.ts';

const EXECUTION = {
  execution_arn: 'arn:aws:states:eu-west-1:123456789012:execution:MovieStatistics-pipeline:a',
  started_at: '2026-11-01T06:00:00.000Z',
};
const RUN_ID = runIdOf(EXECUTION);

describe('The lines of an invocation carry', () => {
  it.each([
    [
      'of a step within a run, what it is told',
      { run_id: 'r', month: '2026-10' },
      { run_id: 'r', month: '2026-10' },
    ],
    [
      'of a part of a file, which one',
      { run_id: 'r', month: '2026-10', file: 'movies_metadata.csv', part: 0, key: 'k' },
      { run_id: 'r', month: '2026-10', file: 'movies_metadata.csv', part: 0 },
    ],
    [
      'of plan, the run that it begins',
      { ...EXECUTION, input: { month: '2026-10', source: 's3://drops/' } },
      { run_id: RUN_ID, month: '2026-10' },
    ],
    [
      'of a run that the schedule starts, the month of its time',
      { ...EXECUTION, input: { scheduled_time: '2026-11-01T06:00:00Z' } },
      { run_id: RUN_ID, month: '2026-11' },
    ],
    ['of a run that makes no sense, its id', { ...EXECUTION, input: { month: 'May' } }, { run_id: RUN_ID }],
    ['of a rollback, which is of no month, its id', { ...EXECUTION, input: {} }, { run_id: RUN_ID }],
    [
      'of a switch, the run',
      { ...EXECUTION, run_id: RUN_ID, live: 'blue', target: 'green' },
      { run_id: RUN_ID },
    ],
    [
      'of an end that EventBridge tells, the run that ended',
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
      'of such an end without an input, the run alone',
      {
        detail: {
          executionArn: EXECUTION.execution_arn,
          startDate: Date.parse(EXECUTION.started_at),
          input: null,
        },
      },
      { run_id: RUN_ID },
    ],
    ['of what tells nothing, nothing', {}, {}],
    ['of what tells nonsense, nothing', { execution_arn: 1, started_at: 'yesterday', detail: null }, {}],
  ])('%s', (_, event, expected) => {
    expect(contextOf(event)).toEqual(expected);
  });
});
