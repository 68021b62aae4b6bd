import { describe, expect, it } from 'vitest';
import { parseRollbackInput, parseRunInput, runIdOf } from '../../../model/runs/run.ts';

describe('A run input', () => {
  it('requires only a month', () => {
    expect(parseRunInput({ month: '2026-10' })).toEqual({
      month: '2026-10',
      scheduled: false,
      source: null,
      from: 'ingest',
      dry_run: false,
      remove: false,
      publish: true,
      force: false,
      reason: null,
    });
  });

  it.each([
    ['a dry run of a source', { dry_run: true, source: 's3://a/b', force: true }],
    ['a dry run of the committed raw copy', { dry_run: true, from: 'normalize' }],
    ['the removal of a month, to be published later', { remove: true, publish: false, force: true }],
    ['the dry run of a removal', { remove: true, dry_run: true }],
  ])('may request %s', (_case, more) => {
    expect(parseRunInput({ month: '2026-10', ...more })).toMatchObject(more);
  });

  it('does not publish a dry run', () => {
    expect(parseRunInput({ month: '2026-10', dry_run: true }).publish).toBe(false);
  });

  it('is scheduled if the month comes from the scheduled time', () => {
    const scheduled_time = '2026-11-01T03:00:00Z';
    expect(parseRunInput({ scheduled_time }).scheduled).toBe(true);
    expect(parseRunInput({ scheduled_time, month: '2026-10' }).scheduled).toBe(false);
  });

  it('may contain the keys that Step Functions adds', () => {
    const added = {
      AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn:aws:states:eu-central-1:1:execution:a:b',
    };
    expect(parseRunInput({ month: '2026-10', ...added })).toEqual(parseRunInput({ month: '2026-10' }));
    expect(parseRollbackInput({ ...added })).toEqual({ to: null, reason: null });
  });

  it("takes the month from the schedule's time, in UTC", () => {
    expect(parseRunInput({ scheduled_time: '2026-11-01T03:00:00Z' }).month).toBe('2026-11');
    expect(parseRunInput({ scheduled_time: '2026-11-01T00:30:00+02:00' }).month).toBe('2026-10');
  });

  it.each([
    ['an invalid month', { month: '2026-13' }, 'month is "2026-13"'],
    ['no month at all', {}, 'month is missing'],
    ['an unknown field', { month: '2026-10', mont: 1 }, 'mont'],
    ['an unknown step', { month: '2026-10', from: 'publish' }, 'from is "publish"'],
    ['a string for a boolean', { month: '2026-10', force: 'true' }, 'force is "true"'],
    [
      'a source for a run from the committed tables',
      { month: '2026-10', from: 'aggregate', source: 's3://a/b' },
      'source is "s3://a/b"',
    ],
    [
      'a source for a removal',
      { month: '2026-10', remove: true, source: 's3://a/b' },
      'source is "s3://a/b", but a removal reads no source',
    ],
    [
      'a step for a removal',
      { month: '2026-10', remove: true, from: 'normalize' },
      'from is "normalize", but a removal runs no steps from there',
    ],
    [
      'a removal of the month of scheduled_time',
      { scheduled_time: '2026-11-01T03:00:00Z', remove: true },
      'a removal requires "month"',
    ],
    [
      'a dry run from after the audit',
      { month: '2026-10', dry_run: true, from: 'aggregate' },
      'from is "aggregate", but a dry run ends after the audit',
    ],
    [
      'a dry run that publishes',
      { month: '2026-10', dry_run: true, publish: true },
      'publish is true, but a dry run never publishes',
    ],
    ['a dry run with publish false', { month: '2026-10', dry_run: true, publish: false }, 'publish is false'],
    ['no object', 'October', 'October'],
    ['null', null, 'the input is null; give a JSON object such as {"month": "2026-10"}.'],
  ])('with %s is rejected with an error that names the field and its value', (_case, input, sentence) => {
    expect(() => parseRunInput(input)).toThrow(
      expect.objectContaining({ name: 'RunInputError', message: expect.stringContaining(sentence) }),
    );
  });
});

it.each([
  ['a long input', 'x'.repeat(100_000)],
  ['a long field', { month: '2026-10', ['x'.repeat(100_000)]: 1 }],
])('An error about %s quotes only the beginning of the value', (_case, input) => {
  expect(() => parseRunInput(input)).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/^Run input: .{1,800}\.$/) }),
  );
});

describe('Run ids', () => {
  const execution = { execution_arn: 'arn:a', started_at: '2026-11-01T03:00:00.123Z' };

  it('are the same for every step of an execution, and sort by its start', () => {
    expect(runIdOf(execution)).toBe(runIdOf({ ...execution }));
    expect(runIdOf(execution)).toMatch(/^20261101T030000Z-[0-9a-f]{8}$/);
  });

  it('differ between executions that start at the same time', () => {
    expect(runIdOf({ ...execution, execution_arn: 'arn:b' })).not.toBe(runIdOf(execution));
  });
});
