import { describe, expect, it } from 'vitest';
import { shownColumn, shownName, shownNames, visibleText } from '../../../model/data/visible-text.ts';

describe('data values in messages', () => {
  it.each([
    ['\ufeffadult', String.raw`\ufeffadult`],
    ['adult\u00a0', String.raw`adult\u00a0`],
    ['a\tb\r\n', String.raw`a\tb\r\n`],
    ['\u200bid\u202e', String.raw`\u200bid\u202e`],
    ['a\0', String.raw`a\u0000`],
    ['\u{e0001}', String.raw`\u{e0001}`],
    ['a b é 😀', 'a b é 😀'],
  ])('visibleText escapes the invisible characters of %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('shownName truncates a long name to 60 characters', () => {
    expect(shownName('😀'.repeat(61))).toBe(`${'😀'.repeat(60)}…`);
    expect(shownName('x'.repeat(60))).toBe('x'.repeat(60));
  });

  it('shownNames shows a column without a name as (unnamed column)', () => {
    expect(shownNames(['id', ''], shownColumn)).toBe('id, (unnamed column)');
  });

  it('shownNames lists 30 names and counts the others', () => {
    expect(shownNames(Array.from({ length: 32 }, () => 'a'))).toMatch(/^(a, ){30}and 2 more$/);
  });
});
