import type { Measures } from './groups.ts';
import { ascending, descending, inOrder } from './order.ts';

/** The search of companies a second time, by its rule alone: characters one by one, shards by going through all companies. */

/** Longest prefix; companies listed where all are; companies listed of more. */
const [LONGEST, ALL, FIRST] = [24, 200, 100];

const SPECIAL: ReadonlyMap<string, string> = new Map(
  [
    'ßss',
    'æae',
    'œoe',
    'øo',
    'łl',
    'đd',
    'ðd',
    'þth',
    'ħh',
    'ıi',
    'ĸk',
    'ŋng',
    'ŧt',
    'ƒf',
    'əe',
    'ɛe',
    'ɔo',
  ].map((pair) => [pair.charAt(0), pair.slice(1)]),
);
const QUOTES = "'’‘‛ʹʻʼʽ′`´";

/** What a character comes to: letters and digits in `[a-z0-9]`, `'` or `.` for what may stand within words, or a space. */
function folded(character: string): string {
  if (QUOTES.includes(character)) return "'";
  let result = '';
  for (const part of character.normalize('NFKD')) {
    if (/^\p{M}$/u.test(part)) continue;
    const lower = part.toLowerCase();
    const special = SPECIAL.get(lower);
    if (special !== undefined) result += special;
    else if (/^[a-z0-9.]$/.test(lower)) result += lower;
    else if (QUOTES.includes(lower)) result += "'";
    else if (/^[\p{L}\p{N}]$/u.test(lower))
      result += `u${(lower === 'ς' ? 'σ' : lower).codePointAt(0)!.toString(16)}`;
    else result += ' ';
  }
  return result;
}

/** The words of a name. An apostrophe or a dot between two letters or digits is left out, and separates anywhere else. */
export function wordsOf(name: string): string[] {
  const characters = Array.from(name, folded).join('');
  let text = '';
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters.charAt(at);
    const isWithin =
      /^[a-z0-9]$/.test(characters.charAt(at - 1)) && /^[a-z0-9]$/.test(characters.charAt(at + 1));
    if (/^['.]$/.test(character)) text += isWithin ? '' : ' ';
    else text += character;
  }
  return text.split(' ').filter((word) => word !== '');
}

/** What a company is found by: every word with those behind it, 24 characters of it. */
export function keysOf(name: string): string[] {
  const words = wordsOf(name);
  return words.map((_, index) => words.slice(index).join('').slice(0, LONGEST));
}

/** A company as the reference's lists have it. */
export type Company = Measures & { readonly id: bigint; readonly name: string };

/** One shard's document. */
export type Shard = {
  readonly prefix: string;
  readonly company_count: bigint;
  readonly complete: boolean;
  readonly companies: readonly Pick<Company, 'id' | 'name' | 'movie_count' | 'total_revenue'>[];
};

/** The documents of the search. */
export type Search = {
  readonly company_count: bigint;
  readonly max_prefix_length: bigint;
  readonly continued: readonly string[];
};

/** Makes the search over all companies. */
export function searchOf(companies: readonly Company[]): { search: Search; shards: readonly Shard[] } {
  const found = companies
    .map((company) => ({ company, keys: keysOf(company.name) }))
    .filter(({ keys }) => keys.length > 0)
    .toSorted(
      inOrder(
        descending(({ company }) => company.total_revenue),
        ascending(({ company }) => company.id),
      ),
    );
  const shards: Shard[] = [];
  const continued: string[] = [];

  function below(prefix: string, candidates: typeof found): void {
    const length = prefix.length + 1;
    const longer = new Set(
      candidates.flatMap(({ keys }) => keys.filter((key) => key.startsWith(prefix) && key.length >= length)),
    );
    for (const next of [...new Set([...longer].map((key) => key.slice(0, length)))].toSorted()) {
      const those = candidates.filter(({ keys }) => keys.some((key) => key.startsWith(next)));
      const complete = those.length <= ALL;
      shards.push({
        prefix: next,
        company_count: BigInt(those.length),
        complete,
        companies: those.slice(0, complete ? ALL : FIRST).map(({ company }) => ({
          id: company.id,
          name: company.name,
          movie_count: company.movie_count,
          total_revenue: company.total_revenue,
        })),
      });
      if (complete || length === LONGEST) continue;
      continued.push(next);
      below(next, those);
    }
  }

  below('', found);
  return {
    search: {
      company_count: BigInt(found.length),
      max_prefix_length: BigInt(LONGEST),
      continued: continued.toSorted(),
    },
    shards,
  };
}
