import { describe, expect, it } from 'vitest';
import { columns, percent, quantity, shortened } from '../../../cli/shared/columns.ts';

describe('Texts for a terminal', () => {
  it('are aligned in columns without trailing blanks', () => {
    expect(
      columns(
        [
          ['a', '1', 'x'],
          ['bbb', '22', ''],
        ],
        [1],
      ),
    ).toEqual(['a     1  x', 'bbb  22']);
  });

  it('are truncated if they are too long', () => {
    expect(shortened('abcdef', 4)).toBe('abc…');
    expect(shortened('abcd', 4)).toBe('abcd');
  });

  it('contain no control characters', () => {
    expect(shortened('a\u001b[2Jb\nc\u0007\u009bd', 99)).toBe('a\\u001b[2Jb\\nc\\u0007\\u009bd');
  });

  it('format counts and shares', () => {
    expect([quantity(1, 'raw copy', 'raw copies'), quantity(1_234, 'row')]).toEqual([
      '1 raw copy',
      '1,234 rows',
    ]);
    expect([percent(0), percent(0.00666), percent(1)]).toEqual(['0 %', '0.67 %', '100 %']);
  });
});
