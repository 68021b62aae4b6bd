import { describe, expect, it } from 'vitest';
import { isDone } from '../../cli/backfill/backfill.ts';
import {
  backfillReason,
  earliestRunId,
  isOfBackfill,
  newBackfillId,
  readBackfillId,
} from '../../cli/backfill/id.ts';
import { checkSource, MAX_MONTHS, monthsBetween } from '../../cli/backfill/range.ts';

describe('A backfill’s months', () => {
  it('range from the first to the last, across years', () => {
    expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(monthsBetween('2026-10', '2026-10')).toEqual(['2026-10']);
    expect(monthsBetween('2005-01', '2024-12')).toHaveLength(MAX_MONTHS);
  });

  it.each([
    ['2026-10', '2026-09', /must not be before the first/],
    ['2005-01', '2025-01', /241 months, more than the maximum of 240/],
    ['2026-13', '2026-10', /--first is "2026-13"/],
    ['2026-10', 'now', /--last is "now"/],
  ])('are rejected from %s to %s', (first, last, sentence) => {
    expect(() => monthsBetween(first, last)).toThrow(sentence);
  });

  it('are rejected with a source that is the same for two months', () => {
    const months = monthsBetween('2025-12', '2026-12');
    expect(() => checkSource('s3://drops/{yyyy}/{mm}/', months)).not.toThrow();
    expect(() => checkSource('s3://drops/all/', ['2026-10'])).not.toThrow();
    expect(() => checkSource('s3://drops/{mm}/', months)).toThrow(
      /2025-12 and 2026-12 would use the same drop/,
    );
  });
});

describe('A backfill’s id', () => {
  const id = newBackfillId(new Date('2026-10-01T06:00:00Z'), '0a1b2c3d');

  it('is the start of the reason of its own runs only', () => {
    expect(id).toBe('backfill-20261001T060000Z-0a1b2c3d');
    expect(readBackfillId(id)).toBe(id);
    const reason = backfillReason(id, '[3/34]', 'the old archive');
    expect(reason).toBe('backfill-20261001T060000Z-0a1b2c3d [3/34]: the old archive');
    expect(isOfBackfill(reason, id)).toBe(true);
    for (const other of [null, undefined, 'backfill', `again: ${reason}`, `${id}0 [1/2]`])
      expect(isOfBackfill(other, id)).toBe(false);
  });

  it('gives a lower bound for the ids of its runs, even with a wrong clock', () => {
    const earliest = earliestRunId(id);
    expect('20261001T055900Z-ffffffff' > earliest).toBe(true);
    expect('20260929T000000Z-ffffffff' > earliest).toBe(false);
  });

  it('marks months as done that its runs committed and that were not removed since', () => {
    const run = { committed: true, month: '2026-09', reason: backfillReason(id, '[1/2]', null) } as const;
    const there = new Set(['2026-09'] as const);
    expect(isDone(run, id, there)).toBe(true);
    expect(isDone(run, id, new Set(['2026-10'] as const))).toBe(false);
    expect(isDone({ ...run, committed: false }, id, there)).toBe(false);
    expect(isDone({ ...run, reason: 'by hand' }, id, there)).toBe(false);
  });

  it('is rejected in another format', () => {
    expect(() => readBackfillId('20261001T060000Z-0a1b2c3d')).toThrow(/the id that a backfill printed/);
  });
});
