/**
 * The algorithm of the search for production companies by name. The publish step uses it to build the shards, and clients use it to
 * find the shard for a query. This file has no imports, so it runs in browsers.
 */

/** The longest prefix of a shard. */
export const MAX_PREFIX_LENGTH = 24;

/** Characters that are used as an apostrophe, after NFKD. */
const APOSTROPHES = /[‘’‛ʹʻʼʽ′`]/g;
/** NFKD turns a lone acute accent into a space and a mark. */
const LONE_ACUTE = /´/g;
const MARKS = /\p{M}/gu;
const OUTSIDE_ASCII = /[^\0-\x7f]/gu;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** One apostrophe or dot between two letters is part of the word. */
const WITHIN_WORD = /(?<=[a-z0-9])['.](?=[a-z0-9])/g;
const BETWEEN_WORDS = /[^a-z0-9]+/;

/** Letters that NFKD doesn't decompose. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ı: 'i',
  ĸ: 'k',
  ŋ: 'ng',
  ŧ: 't',
  ƒ: 'f',
  ə: 'e',
  ɛ: 'e',
  ɔ: 'o',
  // toLowerCase writes a sigma at the end of a word as ς, but a query can end inside a word, so both forms are folded
  // to the same text.
  ς: `u${codeOf('σ')}`,
};

function codeOf(character: string): string {
  return character.codePointAt(0)!.toString(16);
}

/** A character outside ASCII as text: spelled out, its code point if it is a letter or digit, or a separator of words. */
function spell(character: string): string {
  return SPELLED[character] ?? (LETTER_OR_DIGIT.test(character) ? `u${codeOf(character)}` : ' ');
}

/** The words of a name in `[a-z0-9]`, as names are searched: `O'Malley & Søn` has `omalley` and `son`. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(LONE_ACUTE, "'")
    .normalize('NFKD')
    .replaceAll(APOSTROPHES, "'")
    .replaceAll(MARKS, '')
    .toLowerCase()
    .replaceAll(OUTSIDE_ASCII, spell)
    .replaceAll(WITHIN_WORD, '')
    .split(BETWEEN_WORDS)
    .filter((word) => word !== '');
}

/**
 * A name or a query in the form that the search compares: NFKD without marks, lower case, special letters spelled out,
 * other letters and digits outside `[a-z0-9]` as `u` and their code point in hex, words joined. An empty result matches nothing.
 */
export function foldName(name: string): string {
  return foldWords(name).text;
}

/** A folded name and the offsets of its words. A query matches from the start of any word. */
export interface FoldedName {
  readonly text: string;
  readonly starts: readonly number[];
}

/** Folds a name and returns the offsets of its words. */
export function foldWords(name: string): FoldedName {
  const starts: number[] = [];
  let text = '';
  for (const word of wordsOf(name)) {
    starts.push(text.length);
    text += word;
  }
  return { text, starts };
}

/** Whether a folded query matches a name: whether the folded name, from the start of one of its words, begins with the query. */
export function matchesQuery(name: string, query: string): boolean {
  const { text, starts } = foldWords(name);
  return query !== '' && starts.some((start) => text.startsWith(query, start));
}

/** The prefix of the shard for a folded query: the shortest prefix that is not in `continued`, or the whole query. */
export function shardPrefix(query: string, continued: ReadonlySet<string>): string {
  let length = 1;
  while (length < query.length && continued.has(query.slice(0, length))) length += 1;
  return query.slice(0, length);
}
