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
  it('are relative to the folder in which npm was started', () => {
    expect(readDataDir('.local')).toBe('/home/me/.local');
    expect(readDataDir('/data')).toBe('/data');
  });

  it('are rejected if they are a file or below one', () => {
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
  ])('become URIs as sources: %s', (given, uri) => {
    expect(readSource(given)).toBe(uri);
  });
});

describe('A port', () => {
  it('is a number from 0 to 65535', () => {
    expect([readPort('0'), readPort('3000'), readPort('65535')]).toEqual([0, 3000, 65_535]);
  });

  it.each(['', '-1', '65536', '3000x', '1e3'])('is rejected as %j', (option) => {
    expect(() => readPort(option)).toThrow(OptionsError);
  });
});

describe('Settings', () => {
  it('are a JSON object, or empty without the option', () => {
    expect(readSettings('{"access":"iam","website":false}')).toEqual({ access: 'iam', website: false });
    expect(readSettings(undefined)).toEqual({});
  });

  it.each(['', 'access=iam', '[]', 'null', '"iam"', '{"access":'])('are rejected as %j', (option) => {
    expect(() => readSettings(option)).toThrow(OptionsError);
  });
});
