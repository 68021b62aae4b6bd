import { expect, it } from 'vitest';
import { averageInMillionths, readNumber, readWhole, toDouble } from './numbers.ts';

it.each([
  ['0', 0n],
  ['30000000', 30_000_000n],
  ['30000000.0', 30_000_000n],
  ['007', 7n],
  ['999999999999999', 999_999_999_999_999n],
  ['1000000000000000', undefined],
  ['0000000000000001', undefined],
  ['1.00', undefined],
  ['1.5', undefined],
  ['-1', undefined],
  ['+1', undefined],
  ['1e3', undefined],
  [' 1', undefined],
  ['1,000', undefined],
  ['', undefined],
])('reads the whole number %j', (text, value) => {
  expect(readWhole(text)).toBe(value);
});

it.each([
  ['81.0', 81_000_000_000n],
  ['8.2e-05', 82_000n],
  ['8.2E-5', 82_000n],
  ['1e3', 1_000_000_000_000n],
  ['0.0000000014', 1n],
  ['0.0000000005', 1n],
  ['0.00000000049', 0n],
  ['1e-400', 0n],
  ['0e400', 0n],
  ['0.001e2', 100_000_000n],
  ['999999999999999.9', 999_999_999_999_999_900_000_000n],
  ['1e14', 100_000_000_000_000_000_000_000n],
  ['1e15', undefined],
  ['1e400', undefined],
  ['.5', undefined],
  ['5.', undefined],
  ['-0.5', undefined],
  ['1_000', undefined],
  ['inf', undefined],
  ['1e', undefined],
])('reads the number %j in billionths', (text, value) => {
  expect(readNumber(text)).toBe(value);
});

it('rounds averages half up, once', () => {
  expect(averageInMillionths(1n, 1n, 3n)).toBe(333_333n);
  expect(averageInMillionths(2n, 1n, 3n)).toBe(666_667n);
  // 0.0000005 is half a millionth; 0.0000015 one and a half.
  expect(averageInMillionths(1n, 1n, 2_000_000n)).toBe(1n);
  expect(averageInMillionths(3n, 1n, 2_000_000n)).toBe(2n);
  expect(averageInMillionths(0n, 1n, 0n)).toBeNull();
});

it('turns units into the nearest double', () => {
  expect(toDouble(7_228_169n, 6)).toBe(7.228169);
  expect(toDouble(1n, 6)).toBe(0.000001);
  expect(toDouble(82_000n, 9)).toBe(0.000082);
  expect(toDouble(0n, 9)).toBe(0);
});
