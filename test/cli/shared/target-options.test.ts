import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labelOf, readTarget, shellWord, targetOption } from '../../../cli/shared/target-options.ts';

describe('A target', () => {
  it('is the folder .local by default, which needs no option', () => {
    const ref = readTarget({});
    expect(ref).toEqual({ kind: 'local', dataDir: resolve('.local') });
    expect(targetOption(ref)).toBe('');
  });

  it('is printed as an option, quoted for a shell', () => {
    expect(targetOption(readTarget({ stack: 'Movies-prod' }))).toBe(' --stack Movies-prod');
    expect(targetOption(readTarget({ 'data-dir': '/tmp/my data' }))).toBe(" --data-dir '/tmp/my data'");
    expect(labelOf(readTarget({ stack: 'Movies-prod' }))).toBe('the stack Movies-prod');
  });

  it.each([
    ['both a folder and a stack', { 'data-dir': '.local', stack: 'Movies' }, /give one of them/],
    ['an empty stack', { stack: '' }, /--stack is ""/],
    ['an ARN', { stack: 'arn:aws:cloudformation:eu-central-1:1:stack/Movies/1' }, /a stack's name/],
    ['an empty folder', { 'data-dir': ' ' }, /--data-dir is empty/],
  ])('cannot be %s', (_, options, sentence) => {
    expect(() => readTarget(options)).toThrow(sentence);
  });

  it('quotes only words that a shell would change', () => {
    expect(['s3://drops/{yyyy}-{mm}/', 'file:///a/b', "it's"].map(shellWord)).toEqual([
      "'s3://drops/{yyyy}-{mm}/'",
      'file:///a/b',
      `'it'\\''s'`,
    ]);
  });
});
