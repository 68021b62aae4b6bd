import { expect, it } from 'vitest';
import { readRecords } from './csv.ts';

it.each([
  [
    'fields and records',
    'a,b\n1,2\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'no line break at the end',
    'a,b\n1,2',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'CRLF',
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['empty lines are no records', 'a\n\n\r\n1\n', [['a'], ['1']]],
  ['empty fields', ',\n""\n', [['', ''], ['']]],
  ['quotes, commas and line breaks in quotes', '"a ""b"", c\r\nd\n",e\n', [['a "b", c\r\nd\n', 'e']]],
  ['nothing', '', []],
])('reads %s', (_, text, records) => {
  expect(readRecords(text)).toEqual(records);
});

it.each([
  ['a quote that is never closed', 'a\n"b\n'],
  ['text after a closing quote', '"a"b\n'],
  ['a quote within an unquoted field', 'a"b"\n'],
])('refuses %s', (_, text) => {
  expect(() => readRecords(text)).toThrow();
});
