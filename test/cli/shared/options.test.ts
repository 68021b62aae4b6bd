import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  OptionsError,
  readDataDir,
  readPort,
  readSettings,
  readSource,
} from '../../../cli/shared/options.ts';

beforeEach(() => vi.stubEnv('INIT_CWD', '/home/me'));
afterEach(() => vi.unstubAllEnvs());

describe('Folders', () => {
  it('are seen from where the person stood, not from where npm went', () => {
    expect(readDataDir('.local')).toBe('/home/me/.local');
    expect(readDataDir('/data')).toBe('/data');
  });

  it('are none where a file lies, or below one', () => {
    const file = fileURLToPath(import.meta.url);
    for (const option of [file, join(file, 'data')])
      expect(() => readDataDir(option)).toThrow(`--data-dir is "${option}", but ${file} is a file`);
  });

  it.each([
    ['drops/2026-10', 'file:///home/me/drops/2026-10'],
    ['../drops/', 'file:///home/drops'],
    ['/data/{yyyy}-{mm}', 'file:///data/{yyyy}-{mm}'],
    ['/data/a b#c', 'file:///data/a%20b%23c'],
    ['file:///data/{yyyy}', 'file:///data/{yyyy}'],
    ['s3://bucket/{mm}/', 's3://bucket/{mm}/'],
  ])('as sources become URIs: %s', (given, uri) => {
    expect(readSource(given)).toBe(uri);
  });
});

describe('A port', () => {
  it('is a number; 0 is any', () => {
    expect([readPort('0'), readPort('3000'), readPort('65535')]).toEqual([0, 3000, 65_535]);
  });

  it.each(['', '-1', '65536', '3000x', '1e3'])('is not %j', (option) => {
    expect(() => readPort(option)).toThrow(OptionsError);
  });
});

describe('Settings', () => {
  it('are a JSON object, and none where nobody names any', () => {
    expect(readSettings('{"access":"iam","website":false}')).toEqual({ access: 'iam', website: false });
    expect(readSettings(undefined)).toEqual({});
  });

  it.each(['', 'access=iam', '[]', 'null', '"iam"', '{"access":'])('are not %j', (option) => {
    expect(() => readSettings(option)).toThrow(OptionsError);
  });
});
