import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PythonValue, parsePythonLiteral } from '../../../model/data/python-literal.ts';

/** A string as Python's repr() writes it: in single quotes, or in double quotes if it contains only single quotes. */
function repr(value: PythonValue): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return reprString(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  if ('tuple' in value) return `(${value.tuple.map(repr).join(', ')}${value.tuple.length === 1 ? ',' : ''})`;
  if ('float' in value) return reprFloat(value.float);
  const entries = [...(value as ReadonlyMap<string, PythonValue>)];
  return `{${entries.map(([key, content]) => `${repr(key)}: ${repr(content)}`).join(', ')}}`;
}

function reprFloat(float: number): string {
  const digits = Object.is(float, -0) ? '-0' : String(float);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

function reprString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
  const escaped = [...text].map((character) => {
    const code = character.codePointAt(0)!;
    if (character === '\\' || character === quote) return `\\${character}`;
    const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    if (short !== undefined) return short;
    if (code < 0x20 || (code >= 0x7f && code <= 0xa0) || code === 0xad) return `\\x${hex(code, 2)}`;
    if (/\p{C}|\p{Z}/u.test(character) && character !== ' ') {
      return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
    }
    return character;
  });
  return quote + escaped.join('') + quote;
}

const values = fc.letrec<{ value: PythonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }),
    fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')),
    fc.string({ unit: fc.constantFrom("'", '"', '\\', '\n', 'é', '\u00a0', '𝄞', 'a') }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((float) => ({ float })),
    fc.array(tie('value')),
    fc.array(tie('value')).map((tuple) => ({ tuple })),
    fc.array(fc.tuple(fc.string(), tie('value'))).map((entries) => new Map(entries)),
  ),
})).value;

describe('Python literals', () => {
  it('parsePythonLiteral reads every value that repr() writes', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(parsePythonLiteral(repr(value))).toEqual(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('parsePythonLiteral returns a value or throws a PythonLiteralError for any text', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(
        '[',
        ']',
        '{',
        '}',
        '(',
        ')',
        "'",
        '"',
        '\\',
        ',',
        ':',
        ' ',
        'None',
        '1',
        '.',
        'e',
        'x',
        '-',
        'é',
      ),
      maxLength: 40,
    });
    fc.assert(
      fc.property(hostile, (text) => {
        try {
          parsePythonLiteral(text);
        } catch (error) {
          expect((error as Error).name).toBe('PythonLiteralError');
        }
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    [
      'both kinds of quotes in one cell',
      `[{'name': "Child's Play"}, {'name': 'a "b"'}]`,
      [new Map([['name', "Child's Play"]]), new Map([['name', 'a "b"']])],
    ],
    ['escapes of every kind', String.raw`'\x9a\t\xa0\'\u00e9\U0001f600\101\\'`, "\u009a\t\u00a0'é😀A\\"],
    ['an unknown escape, which Python keeps unchanged', String.raw`'\d'`, '\\d'],
    ['a trailing comma', '[1,]', [1]],
    ['white space around tokens', " [ 1 , {'a' : None } ] ", [1, new Map([['a', null]])]],
    ['the last value of a repeated key', "{'a': 1, 'a': 2}", new Map([['a', 2]])],
    [
      'a set, a tuple and an empty tuple',
      '[{1, 2}, (1,), ()]',
      [{ tuple: [1, 2] }, { tuple: [1] }, { tuple: [] }],
    ],
    ['parentheses around a value', "('a')", 'a'],
  ])('parsePythonLiteral reads %s', (_case, text, expected) => {
    expect(parsePythonLiteral(text)).toEqual(expected);
  });

  it.each([
    ['an empty text', ''],
    ['a bare word', 'GATORADE'],
    ['JSON null', 'null'],
    ['a list that is never closed', '[1, 2'],
    ['a string that is never closed', "['a"],
    ['a raw line break in a string', "'a\nb'"],
    ['a missing comma', '[1 2]'],
    ['a comma without a value', '[,]'],
    ['a number with a leading zero', '[012]'],
    ['text after the literal', '[] []'],
    ['a call', 'eval("1")'],
    ['an unpaired surrogate', String.raw`'\ud83d'`],
    ['the character U+0000', String.raw`'\x00'`],
    ['an incomplete escape', String.raw`'\x9'`],
    ['a list as a key', '{[1]: 2}'],
    ['100,000 levels of nesting', '['.repeat(100_000)],
  ])('parsePythonLiteral rejects %s', (_case, text) => {
    expect(() => parsePythonLiteral(text)).toThrow(expect.objectContaining({ name: 'PythonLiteralError' }));
  });
});
