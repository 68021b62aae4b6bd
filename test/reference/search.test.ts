import { expect, it } from 'vitest';
import { type Company, keysOf, searchOf, wordsOf } from './search.ts';

const company = (id: number, name: string, total_revenue: number) =>
  ({ id: BigInt(id), name, movie_count: 1n, total_revenue: BigInt(total_revenue) }) as Company;

it.each([
  ["O'Malley & Søn", ['omalley', 'son']],
  ['U.S.A. Films', ['usa', 'films']],
  ["Rock 'n' Roll", ['rock', 'n', 'roll']],
  ['Pathé—Éclair', ['pathe', 'eclair']],
  ['東映 Ⅱ', ['u6771u6620', 'ii']],
  ['ΣΑΣ', ['u3c3u3b1u3c3']],
  ['… !', []],
])('reads the words of %j', (name, words) => {
  expect(wordsOf(name)).toEqual(words);
});

it('finds a company by each of its words with those behind it, 24 characters of them', () => {
  expect(keysOf('Walt Disney Pictures')).toEqual(['waltdisneypictures', 'disneypictures', 'pictures']);
  expect(keysOf('The International Brotherhood')).toEqual([
    'theinternationalbrotherh',
    'internationalbrotherhood',
    'brotherhood',
  ]);
});

it('lists few companies under the first character of each of their words', () => {
  const { search, shards } = searchOf([company(2, 'Ab', 5), company(1, 'A Bc', 5), company(3, '?', 9)]);
  expect(search).toEqual({ company_count: 2n, max_prefix_length: 24n, continued: [] });
  expect(shards.map(({ prefix, companies }) => [prefix, companies.map(({ id }) => id)])).toEqual([
    ['a', [1n, 2n]],
    ['b', [1n]],
  ]);
});

it('goes on below prefixes of more than 200', () => {
  const many = Array.from({ length: 201 }, (_, index) => company(index + 1, index === 0 ? 'Ax' : 'A', index));
  const { search, shards } = searchOf(many);
  expect(search.continued).toEqual(['a']);
  expect(shards).toMatchObject([
    { prefix: 'a', company_count: 201n, complete: false },
    { prefix: 'ax', company_count: 1n, complete: true },
  ]);
  expect(shards[0]!.companies.map(({ id }) => id)).toEqual(
    Array.from({ length: 100 }, (_, index) => BigInt(201 - index)),
  );
});
