import { describe, expect, it } from 'vitest';
import { defineCommand, parseOptions } from '../../../cli/shared/parser.ts';

const COMMAND = defineCommand({
  name: 'month',
  summary: 'A command.',
  options: {
    month: { type: 'string', value: 'YYYY-MM', description: 'the month', required: true },
    source: { type: 'string', value: 'URI', description: 'the drop' },
    limit: { type: 'string', value: 'N', description: 'the limit', default: '5' },
    header: { type: 'string', value: 'TEXT', description: 'a header', multiple: true },
    force: { type: 'boolean', description: 'no gates' },
  },
  examples: [],
});

describe('parseOptions', () => {
  it('returns given values, defaults, false and empty lists', () => {
    expect(parseOptions(COMMAND, ['--month', '2026-10'])).toEqual({
      month: '2026-10',
      limit: '5',
      header: [],
      force: false,
    });
    expect(
      parseOptions(COMMAND, [
        '--month=2026-10',
        '--force',
        '--header',
        'a',
        '--header',
        'b',
        '--source',
        's',
      ]),
    ).toEqual({ month: '2026-10', limit: '5', header: ['a', 'b'], force: true, source: 's' });
  });

  it('returns null for --help and -h, whatever else is given', () => {
    expect(parseOptions(COMMAND, ['--what', '--help'])).toBeNull();
    expect(parseOptions(COMMAND, ['-h'])).toBeNull();
  });

  it.each([
    ['a missing required option', [], '--month is missing. All options: npm run month -- --help'],
    ['an unknown option', ['--what'], "Unknown option '--what'. All options: npm run month -- --help"],
    [
      'an argument without an option',
      ['--month', '2026-10', 'x'],
      /^Unexpected argument 'x'\. All options: /,
    ],
    [
      'an option without its value',
      ['--month'],
      /^Option '--month <value>' argument missing\. All options: /,
    ],
  ])('rejects %s with one line', (_, args, message) => {
    expect(() => parseOptions(COMMAND, args)).toThrow(
      expect.objectContaining({ name: 'OptionsError', message: expect.stringMatching(message) }),
    );
  });

  it('leaves the arguments of a command that passes them on unparsed', () => {
    const deploy = defineCommand({ ...COMMAND, options: {}, passesArgumentsTo: 'cdk deploy' });
    expect(parseOptions(deploy, ['-c', 'environment=prod', '--what'])).toEqual({});
  });
});
