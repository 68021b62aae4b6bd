import { expect, it } from 'vitest';
import { differences, parseExactly } from './compare.ts';

it('The comparison distinguishes whole numbers above 2^53', () => {
  const found = parseExactly('{"total": 9007199254740993}');
  expect(differences({ total: 9007199254740993n }, found)).toEqual([]);
  expect(differences({ total: 9007199254740992n }, found)).toEqual([
    '.total: "9007199254740992n" expected, "9007199254740993n" found',
  ]);
});

it('The comparison accepts an average without decimals and refuses a count with decimals', () => {
  expect(differences({ average: 8 }, parseExactly('{"average": 8}'))).toEqual([]);
  expect(differences({ average: 8 }, parseExactly('{"average": 8.0}'))).toEqual([]);
  expect(differences({ count: 8n }, parseExactly('{"count": 8.0}'))).toHaveLength(1);
});

it.each([
  ['a missing field', '{"a": [{"b": 1}]}'],
  ['an extra field', '{"a": [{"b": 1, "c": null, "d": 2}]}'],
  ['another order', '{"a": [{"b": 1, "c": null}, 1]}'],
  ['another type', '{"a": [{"b": "1", "c": null}]}'],
  ['null for an array', '{"a": null}'],
])('The comparison reports %s', (_, text) => {
  expect(differences({ a: [{ b: 1n, c: null }] }, parseExactly(text))).not.toEqual([]);
});
