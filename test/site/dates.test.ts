import { describe, expect, it } from 'vitest';
import { ago, monthInWords, timeInWords } from '../../site/src/format/dates.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');

describe('Dates', () => {
  it('are formatted in words and in UTC', () => {
    expect(monthInWords('2026-10')).toBe('October 2026');
    expect(timeInWords('2026-11-25T23:59:59.999Z')).toBe('25 November 2026 at 23:59 UTC');
  });

  it.each([
    ['2026-11-25T11:59:30Z', 'just now'],
    ['2026-11-25T11:58:59Z', '1 minute ago'],
    ['2026-11-25T09:00:00Z', '3 hours ago'],
    ['2026-11-22T11:00:00Z', '3 days ago'],
    ['2026-09-20T12:00:00Z', '2 months ago'],
    ['2024-01-01T00:00:00Z', '2 years ago'],
    // The client's clock may be behind.
    ['2026-11-25T12:05:00Z', 'just now'],
  ])('express the time since %s as "%s"', (timestamp, text) => {
    expect(ago(timestamp, NOW)).toBe(text);
  });
});
