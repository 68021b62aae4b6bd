import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairReader } from '../../../model/data/plain-pairs.ts';
import { parsePythonLiteral } from '../../../model/data/python-literal.ts';

const readPairs = pairReader('id', 'name');

/** The pairs as the full parser reads them; undefined if the text is not a list of dicts with exactly these keys. */
function parsed(text: string): unknown {
  try {
    const dicts = parsePythonLiteral(text) as ReadonlyMap<string, unknown>[];
    return dicts.map((dict) => {
      if (dict.size !== 2) throw new Error('another number of keys');
      return [dict.get('id'), dict.get('name')];
    });
  } catch {
    return undefined;
  }
}

const value = fc.oneof(
  fc.nat().map(String),
  fc.constantFrom('0', '00', '007', '999999999999999', '1000000000000000', '-1', '1.0', 'None', 'True'),
  fc.constantFrom(
    "'War'",
    `"Child's"`,
    `'say "x"'`,
    String.raw`'a\n'`,
    "'a\nb'",
    "'\ud83d'",
    "''",
    "'😀'",
    "'}, {'",
    'b',
  ),
);
const key = fc.constantFrom("'id'", "'name'", "'id'", "'name'", '"id"', "'x'");
const dict = fc
  .array(fc.tuple(key, value), { minLength: 1, maxLength: 3 })
  .map((entries) => `{${entries.map(([name, content]) => `${name}: ${content}`).join(', ')}}`);
const plainDict = fc
  .tuple(value, value, fc.boolean())
  .map(([id, name, idFirst]) =>
    idFirst ? `{'id': ${id}, 'name': ${name}}` : `{'name': ${name}, 'id': ${id}}`,
  );
const joint = fc.constantFrom(', ', ', ', ', ', ',', ' , ', ' ');
const cell = fc
  .tuple(
    fc.array(fc.oneof({ weight: 4, arbitrary: plainDict }, dict), { maxLength: 3 }),
    joint,
    fc.constantFrom(']', ']', ']', ',]', '] ', ''),
  )
  .map(([dicts, between, end]) => `[${dicts.join(between)}${end}`);

describe('plain lists of pairs', () => {
  it('the pair reader returns the pairs of the full parser, or undefined', () => {
    fc.assert(
      fc.property(cell, (text) => {
        const pairs = readPairs(text);
        if (pairs !== undefined) expect(pairs).toEqual(parsed(text));
      }),
      { numRuns: 10_000 },
    );
  });

  it.each([
    ['no entries', '[]', []],
    ['a genre', "[{'id': 16, 'name': 'War'}]", [[16, 'War']]],
    [
      'companies with the name first and an apostrophe',
      `[{'name': "Child's", 'id': 5}, {'name': '', 'id': 0}]`,
      [
        [5, "Child's"],
        [0, ''],
      ],
    ],
  ])('the pair reader reads %s', (_case, text, pairs) => {
    expect(readPairs(text)).toEqual(pairs);
  });

  it.each([
    ['a repeated key', "[{'id': 1, 'id': 2}]"],
    ['a third key', "[{'id': 1, 'name': 'a', 'x': 2}]"],
    ['an escape', String.raw`[{'id': 1, 'name': 'a\'b'}]`],
    ['no white space between the tokens', "[{'id':1,'name':'a'}]"],
    ['a number that a double cannot hold', "[{'id': 9999999999999999, 'name': 'a'}]"],
    ['text after the list', "[{'id': 1, 'name': 'a'}]]"],
  ])('the pair reader returns undefined for %s', (_case, text) => {
    expect(readPairs(text)).toBeUndefined();
  });
});
