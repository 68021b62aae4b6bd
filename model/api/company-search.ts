/**
 * The rule by which production companies are found by their names: publish makes the shards of the search by it, and whoever
 * reads them asks by the same. It imports nothing, so that it runs in a browser as it is.
 */

/** Prefixes of shards, and what names are found by, are no longer than this. */
export const MAX_PREFIX_LENGTH = 24;

/** Whatever is written for an apostrophe, once Unicode has taken it apart. */
const APOSTROPHES = /[‘’‛ʹʻʼʽ′`]/g;
/** Unicode takes an acute accent that stands alone for a space with a mark. */
const LONE_ACUTE = /´/g;
const MARKS = /\p{M}/gu;
const OUTSIDE_ASCII = /[^\0-\x7f]/gu;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** One apostrophe or dot between two letters is part of the word. */
const WITHIN_WORD = /(?<=[a-z0-9])['.](?=[a-z0-9])/g;
const BETWEEN_WORDS = /[^a-z0-9]+/;

/** Letters that Unicode doesn't take apart. */
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
  // Lower case gives a sigma at a word's end another shape, but a query may end where the name goes on.
  ς: `u${codeOf('σ')}`,
};

function codeOf(character: string): string {
  return character.codePointAt(0)!.toString(16);
}

/** A character outside ASCII: spelled out, or as its code point where it is a letter or digit; else it separates words. */
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
 * A name, or what somebody types to find one, as the search compares it: NFKD without marks, in lower case, special letters
 * spelled out, other letters and digits outside `[a-z0-9]` as `u` and their code point in hex, words joined. `''` where
 * nothing is left: such a company is not found, and such a query finds none.
 */
export function foldName(name: string): string {
  return foldWords(name).text;
}

/** A folded name, and where its words begin: it is found by what stands from each of these places on. */
export interface FoldedName {
  readonly text: string;
  readonly starts: readonly number[];
}

/** Folds a name and tells where its words begin. */
export function foldWords(name: string): FoldedName {
  const starts: number[] = [];
  let text = '';
  for (const word of wordsOf(name)) {
    starts.push(text.length);
    text += word;
  }
  return { text, starts };
}

/** Whether a folded query finds the company of this name: whether the name, from one of its words on, begins with it. */
export function matchesQuery(name: string, query: string): boolean {
  const { text, starts } = foldWords(name);
  return query !== '' && starts.some((start) => text.startsWith(query, start));
}

/**
 * The prefix whose shard answers a folded query: the shortest one that isn't `continued`, or all of the query where that is
 * one of these.
 */
export function shardPrefix(query: string, continued: ReadonlySet<string>): string {
  let length = 1;
  while (length < query.length && continued.has(query.slice(0, length))) length += 1;
  return query.slice(0, length);
}
