import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName, foldWords, matchesQuery, shardPrefix } from '../../../model/api/company-search.ts';
import { wordsOf } from '../../reference/search.ts';

/** Names with every kind of character that has its own folding rule. */
const unit = fc.oneof(
  { arbitrary: fc.constantFrom(..."aAbZ019 -.'’´&/ßÆøŁİıςσΣéΩ動画한가がﬁ½Ⅷ٣😀"), weight: 4 },
  {
    arbitrary: fc.constantFrom('\u0301', '\u00a0', '\u200d', '\ufeff', '\u{1d400}', '\u{10ffff}'),
    weight: 1,
  },
  { arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), weight: 2 },
);
const name = fc.array(unit, { maxLength: 14 }).map((units) => units.join(''));

describe('A folded name', () => {
  it.each([
    ['Walt Disney Pictures', 'waltdisneypictures'],
    ["O'Malley", 'omalley'],
    ['O’Malley', 'omalley'],
    ['O´Malley', 'omalley'],
    ['U.S.A. Films', 'usafilms'],
    ['Amazon.com', 'amazoncom'],
    ['20th Century-Fox', '20thcenturyfox'],
    ['Pathé Exchange', 'patheexchange'],
    ['Pathe\u0301 Exchange', 'patheexchange'],
    ['Nordisk Film & Søn', 'nordiskfilmson'],
    ['Straße ẞ', 'strassess'],
    ['Æon Œuvre', 'aeonoeuvre'],
    ['Łódź Đà Nẵng', 'lodzdanang'],
    ['Þór Ðark', 'thordark'],
    ['İstanbul ıssız', 'istanbulissiz'],
    ['ﬁlm', 'film'],
    ['Ｆｕｌｌ　Ｗｉｄｔｈ', 'fullwidth'],
    ['½ Ⅷ ²', '12viii2'],
    ['東映', 'u6771u6620'],
    ['ガ', 'u30ab'],
    ['٣', 'u663'],
    ['𝒲', 'w'],
    ['𐐀', 'u10428'],
    ['ΣΑΣ', 'u3c3u3b1u3c3'],
    ['σας', 'u3c3u3b1u3c3'],
    ['', ''],
    [' & ... 😀', ''],
    ['half a pair \ud800', 'halfapair'],
  ])('for %j is "%s"', (text, folded) => {
    expect(foldName(text)).toBe(folded);
  });

  it('is split into words at an apostrophe or dot that is not between two letters', () => {
    expect(foldWords("Rock 'n' Roll")).toEqual({ text: 'rocknroll', starts: [0, 4, 5] });
    expect(foldWords('a..b')).toEqual({ text: 'ab', starts: [0, 1] });
    expect(foldWords("l'Œil.")).toEqual({ text: 'loeil', starts: [0] });
    expect(foldWords('東.映')).toEqual({ text: 'u6771u6620', starts: [0] });
  });

  it('has only a–z and 0–9, folds to itself, and equals the reference, for any name', () => {
    fc.assert(
      fc.property(name, (text) => {
        const folded = foldName(text);
        expect(folded).toMatch(/^[a-z0-9]*$/);
        expect(foldName(folded)).toBe(folded);
        const words = wordsOf(text);
        expect(folded).toBe(words.join(''));
        expect(foldWords(text).starts).toEqual(
          words.map((_, index) => words.slice(0, index).join('').length),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('begins with the folded form of every beginning of the name', () => {
    fc.assert(
      fc.property(name, name, (before, after) => {
        expect(foldName(`${before}${after}`.normalize('NFC'))).toBe(foldName(`${before}${after}`));
        // Half of a surrogate pair is not a character. Both halves together can be one.
        fc.pre(before.isWellFormed() && after.isWellFormed());
        expect(foldName(`${before}${after}`)).toBe(foldName(before) + foldName(after));
      }),
    );
  });
});

describe('A query', () => {
  it.each([
    ['waltdisneypictures', true],
    ['disneypict', true],
    ['pic', true],
    ['w', true],
    ['isney', false],
    ['waltpictures', false],
    ['waltdisneypicturess', false],
    ['', false],
  ])('%j finds Walt Disney Pictures: %s', (query, found) => {
    expect(matchesQuery('Walt Disney Pictures', query)).toBe(found);
  });

  it('can be longer than the longest prefix', () => {
    const long = 'The International Brotherhood of Moving Pictures';
    expect(matchesQuery(long, foldName('International Brotherhood of M'))).toBe(true);
    expect(matchesQuery(long, foldName('International Brotherhood of X'))).toBe(false);
  });

  it('uses the shard of its shortest prefix that is not continued', () => {
    const continued = new Set(['p', 'pi', 'pic']);
    expect(shardPrefix('pictures', continued)).toBe('pict');
    expect(shardPrefix('pi', continued)).toBe('pi');
    expect(shardPrefix('px', continued)).toBe('px');
    expect(shardPrefix('x', continued)).toBe('x');
  });
});

it('The module has no imports, so that it runs in browsers', () => {
  const source = readFileSync(new URL('../../../model/api/company-search.ts', import.meta.url), 'utf8');
  expect(source).not.toMatch(/\bimport\b|\brequire\b|\bprocess\b|\bBuffer\b/);
});
