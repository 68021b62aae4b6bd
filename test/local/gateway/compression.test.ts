import { expect, it } from 'vitest';
import { chooseCoding } from '../../../local/gateway/compression.ts';

it.each([
  ['gzip', 'gzip'],
  ['gzip, deflate, br', 'gzip'],
  ['deflate, gzip, br, zstd', 'gzip'],
  ['GZIP;Q=0.5', 'gzip'],
  ['gzip;q=0.8, deflate;q=0.9', 'deflate'],
  ['deflate', 'deflate'],
  ['gzip;q=0', null],
  ['br, gzip;q=0.5', null],
  ['identity', null],
  ['*', null],
  ['', null],
  [undefined, null],
])('For Accept-Encoding %s the coding is %s', (header, coding) => {
  expect(chooseCoding(header)).toBe(coding);
});
