import { describe, expect, it } from 'vitest';
import { type ExpectedFailure, type ExpectedRows, readCases } from '../fixtures/cases.ts';
import { movieFileOf, readDrop } from './drop.ts';

const cases = readCases().map(({ name, input, expected }) => ({ name, input, expected }));
const isFailure = (expected: ExpectedRows | ExpectedFailure): boolean => 'error' in expected;

describe('the reference implementation', () => {
  it.each(cases.filter(({ expected }) => !isFailure(expected)))('counts the rows of $name', (golden) => {
    const expected = golden.expected as ExpectedRows;
    const { read, blankRows, accepted, quarantined, duplicates, reasons, refused } = readDrop(
      movieFileOf(golden.input),
    );
    expect({ read, blankRows, quarantined, duplicates }).toEqual({
      read: expected.read,
      blankRows: expected.blank_rows ?? 0,
      quarantined: expected.quarantined,
      duplicates: expected.duplicates,
    });
    expect(accepted).toHaveLength(expected.accepted);
    expect(Object.fromEntries(reasons)).toEqual(expected.reasons);
    expect(refused.map((row) => [row.line, [...row.reasons]])).toEqual(
      expected.quarantine.map((row) => [row.line, [...row.reasons]]),
    );
  });

  it.each(cases.filter(({ expected }) => isFailure(expected)))('refuses the file of $name', ({ input }) => {
    expect(() => readDrop(movieFileOf(input))).toThrow();
  });
});
