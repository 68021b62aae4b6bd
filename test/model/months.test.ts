import { expect, it } from 'vitest';
import { isMonth, monthOf, monthStart, monthsAhead } from '../../model/months.ts';

it.each([
  ['2026-10', '2026-10-31T23:59:59Z', 0],
  ['2026-11', '2026-10-31T23:59:59Z', 1],
  ['2027-01', '2026-12-31T23:59:59Z', 1],
  ['2028-10', '2026-10-01T00:00:00Z', 24],
  ['2028-11', '2026-10-01T00:00:00Z', 25],
  ['2025-12', '2026-01-01T00:00:00Z', -1],
])('counts how many months %s is ahead of %s', (month, now, ahead) => {
  expect(monthsAhead(month, new Date(now))).toBe(ahead);
});

it('takes the month of an instant in UTC', () => {
  expect(monthOf(new Date('2026-10-01T01:00:00+02:00'))).toBe('2026-09');
  expect(monthStart('2026-10').toISOString()).toBe('2026-10-01T00:00:00.000Z');
});

it.each(['1999-12', '2100-01', '2026-13', '2026-1', '2026-10-01', ''])('rejects %j as a month', (text) => {
  expect(isMonth(text)).toBe(false);
});
