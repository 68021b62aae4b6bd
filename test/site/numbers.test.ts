import { describe, expect, it } from 'vitest';
import {
  bytes,
  count,
  counted,
  decimal,
  money,
  moneyInFull,
  moneyTick,
  ordinal,
  percent,
} from '../../site/src/format/numbers.ts';

/** Replaces non-breaking spaces and removes word joiners. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '');

describe('Money', () => {
  it.each([
    [0, '$0'],
    [2, '$2'],
    [500_002, '$500,002'],
    [999_499, '$999,499'],
    [999_500, '$1.0 m'],
    [1_250_000, '$1.3 m'],
    [30_000_000, '$30.0 m'],
    [99_940_000, '$99.9 m'],
    [99_950_000, '$100 m'],
    [374_000_000, '$374 m'],
    [999_499_999, '$999 m'],
    [999_500_000, '$1.0 bn'],
    [1_234_567_890, '$1.2 bn'],
    [238_254_872_498, '$238 bn'],
    [4e12, '$4.0 tn'],
    [9_007_199_254_740_993_000, '$9,007,199 tn'],
    [-13_400_000, '−$13.4 m'],
    [-1, '−$1'],
  ])('is rounded from %d to %s', (value, text) => {
    expect(plain(money(value))).toBe(text);
  });

  it('is formatted in full with every digit', () => {
    expect(moneyInFull(238_254_872_498)).toBe('$238,254,872,498');
    expect(plain(moneyInFull(-5))).toBe('−$5');
  });

  it('has a word joiner after the minus sign, so that no line breaks there', () => {
    for (const text of [money(-5), money(-2e8), moneyInFull(-5), moneyTick(-2e8)]) {
      expect(text).toMatch(/^\u2212\u2060\$/);
    }
  });

  it.each([
    [2_500_000, '$2.5 m'],
    [5e9, '$5 bn'],
    [-2e8, '−$200 m'],
    [500, '$500'],
  ])('on an axis is formatted from %d to %s', (value, text) => {
    expect(plain(moneyTick(value))).toBe(text);
  });
});

describe('Numbers', () => {
  it('are formatted with a noun in singular or plural', () => {
    expect(plain(counted(1, 'movie'))).toBe('1 movie');
    expect(plain(counted(0, 'movie'))).toBe('0 movies');
    expect(plain(counted(8290, 'company', 'companies'))).toBe('8,290 companies');
  });

  it('have a minus sign and a fixed number of decimals', () => {
    expect(count(-1234)).toBe('−1,234');
    expect(decimal(7, 2)).toBe('7.00');
    expect(decimal(-0.126, 2)).toBe('−0.13');
  });

  it('as shares are 0% or 100% only if they are exact', () => {
    expect([percent(0, 10), percent(1, 1000), percent(29, 100), percent(999, 1000), percent(10, 10)]).toEqual(
      ['0%', 'under 1%', '29%', 'over 99%', '100%'],
    );
    expect(percent(0, 0)).toBe('–');
  });

  it('as ranks have an ordinal ending', () => {
    expect([1, 2, 3, 4, 11, 22, 113, 1001].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '22nd',
      '113th',
      '1,001st',
    ]);
  });

  it('as file sizes have a decimal unit', () => {
    expect(
      [1, 812, 1000, 14_249, 999_499, 999_500, 3_140_000, 370_400_000, 2e12].map((size) =>
        plain(bytes(size)),
      ),
    ).toEqual(['1 byte', '812 bytes', '1 kB', '14 kB', '999 kB', '1 MB', '3.1 MB', '370 MB', '2,000 GB']);
  });
});
