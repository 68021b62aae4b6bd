import { describe, expect, it } from 'vitest';
import { csv } from '../../site/src/format/csv.ts';
import { nextDirection, sorted } from '../../site/src/format/sorting.ts';

const rows = [
  { name: 'b', value: 2 },
  { name: 'Á', value: null },
  { name: 'a10', value: -1 },
  { name: 'a9', value: 2 },
];
const names = (list: { name: string }[]) => list.map(({ name }) => name);

describe('Sorting', () => {
  it('places unknown values last in both directions and keeps the order of ties', () => {
    expect(names(sorted(rows, ({ value }) => value, 'ascending'))).toEqual(['a10', 'b', 'a9', 'Á']);
    expect(names(sorted(rows, ({ value }) => value, 'descending'))).toEqual(['b', 'a9', 'a10', 'Á']);
  });

  it('compares words without regard to accents and with numbers in numeric order', () => {
    expect(names(sorted(rows, ({ name }) => name, 'ascending'))).toEqual(['Á', 'a9', 'a10', 'b']);
  });

  it('does not change the given array', () => {
    sorted(rows, ({ name }) => name, 'descending');
    expect(rows[0]!.name).toBe('b');
  });

  it('starts with the largest number or the first word and then reverses', () => {
    expect(nextDirection(undefined, true)).toBe('descending');
    expect(nextDirection('descending', true)).toBe('ascending');
    expect(nextDirection('ascending', true)).toBe('descending');
    expect(nextDirection(undefined, false)).toBe('ascending');
    expect(nextDirection('ascending', false)).toBe('descending');
  });
});

describe('A table as CSV', () => {
  it('quotes values where required and leaves unknown values empty', () => {
    expect(
      csv(
        ['name', 'value'],
        [
          ['A "b", c', 1.5],
          ['', null],
          ['d\ne', undefined],
        ],
      ),
    ).toBe('\uFEFFname,value\n"A ""b"", c",1.5\n"",\n"d\ne",\n');
  });

  it('escapes text that a spreadsheet would run, but not numbers', () => {
    expect(csv(['x'], [['=1+1'], ['@a'], ['-b'], [-2]])).toBe("\uFEFFx\n'=1+1\n'@a\n'-b\n-2\n");
  });
});
