import { foldWords, MAX_PREFIX_LENGTH } from '../../model/api/company-search.ts';
import { SEARCH_SHARD_COMPANIES, SEARCH_SHARD_FIRST } from '../../model/api/limits.ts';
import type { CompanySearchDocument, CompanySearchShardDocument } from '../../model/api/search-documents.ts';
import { type CompanyList, createTexts } from './company-list.ts';

/**
 * The search of companies: a tree of prefixes, made from the places in folded names where words begin. There can be millions
 * of places, so each is two numbers; and they are sorted, character by character, only as far as there are too many companies
 * for one shard.
 */

/** The documents of the search over some companies. */
export interface CompanySearch {
  document(): CompanySearchDocument;
  /** In the order of their keys. */
  shards(): Generator<CompanySearchShardDocument>;
}

/** A prefix that finds something. */
interface Branch {
  readonly prefix: string;
  readonly company_count: number;
  readonly complete: boolean;
  /** Whether longer prefixes have shards. */
  readonly continued: boolean;
  /** Where its places lie. */
  readonly from: number;
  readonly to: number;
}

/** What a key may hold, in the order of keys. */
const CHARACTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
/** Ends a folded name. */
const END = '\0';
/** Where a character stands there, from 1, by its code; 0 is for the end. */
const RANKS: readonly number[] = Array.from(
  { length: 128 },
  (_, code) => CHARACTERS.indexOf(String.fromCharCode(code)) + 1,
);

/** Makes the search over companies, which may stand in any order. */
export function companySearch(companies: CompanyList): CompanySearch {
  const order = companies.byRevenue();
  const { texts, owners, starts } = placesIn(companies, order);
  /** The places, in the order of the companies within every prefix that isn't sorted further yet. */
  const places = new Uint32Array(owners.length);
  const scratch = new Uint32Array(owners.length);

  /** The companies of some places, by their place in the order; of neighbours that are the same, one. */
  function* companiesOf(from: number, to: number): Generator<number> {
    let previous = -1;
    for (let at = from; at < to; at += 1) {
      const owner = owners[places[at]!]!;
      if (owner !== previous) yield owner;
      previous = owner;
    }
  }

  function branchOf(prefix: string, from: number, to: number): Branch {
    let company_count = 0;
    for (const _ of companiesOf(from, to)) company_count += 1;
    const complete = company_count <= SEARCH_SHARD_COMPANIES;
    return {
      prefix,
      company_count,
      complete,
      continued: !complete && prefix.length < MAX_PREFIX_LENGTH,
      from,
      to,
    };
  }

  /** All branches, each before those below it. What it yields must be read before the next one is asked for. */
  function* branches(): Generator<Branch> {
    for (let place = 0; place < places.length; place += 1) places[place] = place;
    yield* branchesBelow('', 0, places.length);
  }

  function* branchesBelow(prefix: string, from: number, to: number): Generator<Branch> {
    const bounds = sortByCharacter(from, to, prefix.length);
    for (const [index, character] of [...CHARACTERS].entries()) {
      const [begin, end] = [bounds[index + 1]!, bounds[index + 2]!];
      if (begin === end) continue;
      const branch = branchOf(prefix + character, begin, end);
      yield branch;
      if (branch.continued) yield* branchesBelow(branch.prefix, begin, end);
    }
  }

  /** Sorts places by their character at `depth`, equal ones as they were; tells where each character's begin, and the end. */
  function sortByCharacter(from: number, to: number, depth: number): number[] {
    const rankOf = (place: number): number => RANKS[texts[starts[place]! + depth]!]!;
    const counts = new Array<number>(CHARACTERS.length + 1).fill(0);
    for (let at = from; at < to; at += 1) counts[rankOf(places[at]!)]! += 1;
    const bounds = [from];
    for (const count of counts) bounds.push(bounds.at(-1)! + count);
    const next = [...bounds];
    scratch.set(places.subarray(from, to), from);
    for (let at = from; at < to; at += 1) {
      const place = scratch[at]!;
      const rank = rankOf(place);
      places[next[rank]!] = place;
      next[rank]! += 1;
    }
    return bounds;
  }

  return {
    document: () => ({
      company_count: owners.filter((owner, at) => owner !== owners[at - 1]).length,
      max_prefix_length: MAX_PREFIX_LENGTH,
      continued: branches()
        .filter(({ continued }) => continued)
        .map(({ prefix }) => prefix)
        .toArray(),
    }),
    *shards() {
      for (const { prefix, company_count, complete, from, to } of branches()) {
        const listed = companiesOf(from, to)
          .take(complete ? company_count : SEARCH_SHARD_FIRST)
          .map((place) => companies.at(order[place]!))
          .toArray();
        yield { prefix, company_count, complete, companies: listed };
      }
    },
  };
}

/** Every place where a word begins: whose name it is in, and where among all folded names. In the order of the companies. */
function placesIn(companies: CompanyList, order: Uint32Array) {
  const texts = createTexts();
  const owners: number[] = [];
  const starts: number[] = [];
  for (const [place, index] of order.entries()) {
    const folded = foldWords(companies.nameAt(index));
    const begin = texts.append(folded.text + END);
    for (const start of folded.starts) {
      owners.push(place);
      starts.push(begin + start);
    }
  }
  return { texts: texts.bytes(), owners: Uint32Array.from(owners), starts: Uint32Array.from(starts) };
}
