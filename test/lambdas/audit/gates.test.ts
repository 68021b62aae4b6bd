import { describe, expect, it } from 'vitest';
import { enforceGates, quarantineGate } from '../../../lambdas/audit/gates.ts';

const counts = (read: number, quarantined: number, duplicates = 0) => ({
  read,
  accepted: read - quarantined - duplicates,
  quarantined,
  duplicates,
  reasons: {},
});

describe('The gate of quarantined rows', () => {
  it.each([
    ['passes an empty file', counts(0, 0), { value: 0, checked: false, passed: true }],
    [
      'reports the share of a small file without a check',
      counts(99, 98),
      { value: 98 / 99, checked: false, passed: true },
    ],
    ['fails for one row that is quarantined', counts(1, 1), { value: 1, checked: true, passed: false }],
    [
      'fails for a small file without an accepted row',
      counts(99, 99),
      { value: 1, checked: true, passed: false },
    ],
    ['passes 5 % of 100 rows', counts(100, 5), { value: 0.05, checked: true, passed: true }],
    ['fails for 6 % of 100 rows', counts(100, 6), { value: 0.06, checked: true, passed: false }],
    ['ignores duplicates', counts(100, 5, 95 - 1), { value: 0.05, checked: true, passed: true }],
  ])('%s', (_case, rows, expected) => {
    expect(quarantineGate('a.csv', rows)).toMatchObject({ file: 'a.csv', ...expected });
  });

  it('states the share or that no row was accepted', () => {
    expect(() => enforceGates([quarantineGate('a.csv', counts(200, 20))])).toThrow(
      '10 % of the rows of a.csv were quarantined, more than 5 %: ',
    );
    expect(() => enforceGates([quarantineGate('a.csv', counts(2, 2))])).toThrow(
      'No row of a.csv was accepted: ',
    );
  });
});
