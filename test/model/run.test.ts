import { describe, expect, it } from 'vitest';
import { parseRunInput, runIdOf } from '../../model/run.ts';

describe('run input', () => {
  it('needs nothing but a month', () => {
    expect(parseRunInput({ month: '2026-10' })).toEqual({
      month: '2026-10',
      scheduled: false,
      source: null,
      from: 'ingest',
      publish: true,
      force: false,
      reason: null,
    });
  });

  it('is scheduled where the time of the schedule is all that tells the month', () => {
    const scheduled_time = '2026-11-01T03:00:00Z';
    expect(parseRunInput({ scheduled_time }).scheduled).toBe(true);
    expect(parseRunInput({ scheduled_time, month: '2026-10' }).scheduled).toBe(false);
  });

  it("takes the month from the schedule's time, in UTC", () => {
    expect(parseRunInput({ scheduled_time: '2026-11-01T03:00:00Z' }).month).toBe('2026-11');
    expect(parseRunInput({ scheduled_time: '2026-11-01T00:30:00+02:00' }).month).toBe('2026-10');
  });

  it.each([
    ['a month that is none', { month: '2026-13' }, 'month is "2026-13"'],
    ['no month at all', {}, 'month is missing'],
    ['an unknown field', { month: '2026-10', mont: 1 }, 'mont'],
    ['an unknown step', { month: '2026-10', from: 'publish' }, 'from is "publish"'],
    ['a word for a boolean', { month: '2026-10', force: 'true' }, 'force is "true"'],
    [
      'a source for a run from the committed tables',
      { month: '2026-10', from: 'aggregate', source: 's3://a/b' },
      'source is "s3://a/b"',
    ],
    ['no object', 'October', 'October'],
  ])('refuses %s and says which', (_case, input, sentence) => {
    expect(() => parseRunInput(input)).toThrow(
      expect.objectContaining({ name: 'RunInputError', message: expect.stringContaining(sentence) }),
    );
  });
});

it.each([
  ['a long input', 'x'.repeat(100_000)],
  ['a long field', { month: '2026-10', ['x'.repeat(100_000)]: 1 }],
])('refuses %s without repeating all of it', (_case, input) => {
  expect(() => parseRunInput(input)).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/^Run input: .{1,800}\.$/) }),
  );
});

describe('run ids', () => {
  const execution = { execution_arn: 'arn:a', started_at: '2026-11-01T03:00:00.123Z' };

  it('are the same for every step of an execution, and sort by its start', () => {
    expect(runIdOf(execution)).toBe(runIdOf({ ...execution }));
    expect(runIdOf(execution)).toMatch(/^20261101T030000Z-[0-9a-f]{8}$/);
  });

  it('differ between executions that start at the same moment', () => {
    expect(runIdOf({ ...execution, execution_arn: 'arn:b' })).not.toBe(runIdOf(execution));
  });
});
