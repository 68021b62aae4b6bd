import { expect, it } from 'vitest';
import { readLiteral } from './literal.ts';

const dict = (entries: Record<string, unknown>) => new Map(Object.entries(entries));

it.each([
  ['an empty list', '[]', []],
  ['dicts in a list', "[{'id': 16, 'name': 'Animation'}]", [dict({ id: 16n, name: 'Animation' })]],
  ['an apostrophe in double quotes', `{"name": "Child's Play"}`, dict({ name: "Child's Play" })],
  ['both quotes in one string', `'"Rich Man\\'s Frug" dancer'`, '"Rich Man\'s Frug" dancer'],
  ['escapes', `'\\x9a\\t\\xa0\\u00e9\\U0001f600\\\\ \\d'`, '\x9a\t\xa0é😀\\ \\d'],
  ['words', '[None, True, False]', [null, true, false]],
  ['ints and floats', '[-1, 0, 1.0, 8.2e-05]', [-1n, 0n, 1, 8.2e-5]],
  ['sets', "{'a', 1}", { tuple: ['a', 1n] }],
  ['a value in parentheses', '([1])', [1n]],
  ['tuples', "(1, 'a')", { tuple: [1n, 'a'] }],
  ['nesting', "{'a': [[], {}]}", dict({ a: [[], new Map()] })],
  ['the last of a repeated key', "{'id': 1, 'id': 2}", dict({ id: 2n })],
  ['white space and a trailing comma', ' [ 1 ,\n2, ] ', [1n, 2n]],
])('reads %s', (_, text, value) => {
  expect(readLiteral(text)).toEqual(value);
});

it.each([
  '',
  '[',
  ']',
  '[1 2]',
  '[,]',
  "{'id', 'name': 1}",
  `${'['.repeat(102)}${']'.repeat(102)}`,
  "{'id': }",
  "'a",
  "'a\n'",
  'nan',
  'GATORADE',
  '[GATORADE]',
  '[1] 2',
  '{[]: 1}',
  "'\\xg0'",
  "'\\ud800'",
  "'a\rb'",
  '012',
  '1x',
  "'Child's Play'",
  '__import__("os")',
  '"id": 1',
])('refuses %j', (text) => {
  expect(() => readLiteral(text)).toThrow();
});
