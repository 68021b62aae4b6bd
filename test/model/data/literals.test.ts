import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLiteral } from '../../../model/data/literals.ts';

const dict = (entries: Record<string, unknown>) => new Map(Object.entries(entries));

describe('readLiteral', () => {
  it.each([
    ['null', null],
    [' null\n', null],
    ['None', null],
    ['[{"id": 16, "name": "War"}]', [dict({ id: 16, name: 'War' })]],
    ['{"a": null, "b": [true, false]}', dict({ a: null, b: [true, false] })],
    [String.raw`["a\/b", "\u00e9", "\ud83d\ude00"]`, ['a/b', 'é', '😀']],
    ['{"id": 1, "id": 2}', dict({ id: 2 })],
    ['{"__proto__": 1}', new Map([['__proto__', 1]])],
    ['["1.5", "it\'s 2e3"]', ['1.5', "it's 2e3"]],
  ])('readLiteral reads the JSON %s', (text, value) => {
    expect(readLiteral(text)).toEqual(value);
  });

  it.each([
    [String.raw`['a\/b']`, ['a\\/b']],
    [String.raw`["a\x41", 1.0]`, ['aA', { float: 1 }]],
    ['["a",]', ['a']],
    ['[true_]', undefined],
    ['[None, null]', undefined],
    ['["a\tb"]', ['a\tb']],
  ])('readLiteral reads %s, which is not JSON, as a Python literal', (text, value) => {
    expect(readLiteral(text)).toEqual(value);
  });

  it.each(['1.0', '1e2', '-0.5', '1E+2'])(
    'readLiteral does not read the JSON number %s as an integer',
    (number) => {
      const entry = (readLiteral(`[{"id": ${number}}]`) as ReadonlyMap<string, unknown>[])[0]!;
      expect(typeof entry.get('id')).not.toBe('number');
    },
  );

  it.each([
    ['U+0000', String.raw`["\u0000"]`],
    ['U+0000 in a key', String.raw`{"\u0000": 1}`],
    ['an unpaired surrogate', String.raw`["\ud83d"]`],
    ['more than 100 levels', `${'['.repeat(102)}${']'.repeat(102)}`],
    ['thousands of levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['NaN', '[NaN]'],
    ['no value', ''],
  ])('readLiteral rejects a cell with %s', (_case, text) => {
    expect(readLiteral(text)).toBeUndefined();
  });

  it('readLiteral reads the output of JSON.stringify for any strings', () => {
    const storable = (value: unknown): boolean => !JSON.stringify(value).includes(String.raw`\u0000`);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })).filter(storable), (texts) => {
        expect(readLiteral(JSON.stringify({ texts, n: 1 }))).toEqual(dict({ texts, n: 1 }));
        expect(readLiteral(JSON.stringify({ texts, n: 0.5 }))).toEqual(dict({ texts, n: false }));
      }),
    );
  });
});
