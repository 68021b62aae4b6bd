import { describe, expect, it } from 'vitest';
import { ago, momentInWords, monthInWords } from '../../site/src/format/dates.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');

describe('Dates', () => {
  it('are months and moments in words, in UTC', () => {
    expect(monthInWords('2026-10')).toBe('October 2026');
    expect(momentInWords('2026-11-25T23:59:59.999Z')).toBe('25 November 2026 at 23:59 UTC');
  });

  it.each([
    ['2026-11-25T11:59:30Z', 'just now'],
    ['2026-11-25T11:58:59Z', '1 minute ago'],
    ['2026-11-25T09:00:00Z', '3 hours ago'],
    ['2026-11-22T11:00:00Z', '3 days ago'],
    ['2026-09-20T12:00:00Z', '2 months ago'],
    ['2024-01-01T00:00:00Z', '2 years ago'],
    // The clock of the reader may be behind.
    ['2026-11-25T12:05:00Z', 'just now'],
  ])('at %s were %s', (moment, text) => {
    expect(ago(moment, NOW)).toBe(text);
  });
});
