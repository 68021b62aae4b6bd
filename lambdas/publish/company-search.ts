import { foldWords, MAX_PREFIX_LENGTH } from '../../model/api/company-search.ts';
import { SEARCH_SHARD_COMPANIES, SEARCH_SHARD_FIRST } from '../../model/api/limits.ts';
import type { CompanySearchDocument, CompanySearchShardDocument } from '../../model/api/search-documents.ts';

/** The company search: a tree of prefixes over the folded names of all companies, from the start of each of their words. */

/** A company as a shard of the search lists it. */
export type FoundCompany = CompanySearchShardDocument['companies'][number];

/** The documents of the search over some companies. */
export interface CompanySearch {
  document(): CompanySearchDocument;
  /** In the order of their S3 keys. */
  shards(): Generator<CompanySearchShardDocument>;
}

/** One word of a company's name: the folded name from that word on. */
interface WordStart {
  readonly rest: string;
  readonly company: FoundCompany;
}

/** A prefix with at least one matching company. */
interface Branch {
  readonly prefix: string;
  /** The matching companies, each once, by total revenue, highest first. */
  readonly companies: readonly FoundCompany[];
  readonly complete: boolean;
  /** Whether longer prefixes have shards of their own. */
  readonly continued: boolean;
}

/** Builds the search over companies, which may come in any order. */
export function companySearch(companies: readonly FoundCompany[]): CompanySearch {
  const words = companies.toSorted(byRevenue).flatMap((company) => {
    const { text, starts } = foldWords(company.name);
    return starts.map(
      (start): WordStart => ({ rest: text.slice(start, start + MAX_PREFIX_LENGTH), company }),
    );
  });
  return {
    document: () => ({
      company_count: distinctCompanies(words).length,
      max_prefix_length: MAX_PREFIX_LENGTH,
      continued: branchesBelow('', words)
        .filter(({ continued }) => continued)
        .map(({ prefix }) => prefix)
        .toArray(),
    }),
    *shards() {
      for (const { prefix, companies: matching, complete } of branchesBelow('', words)) {
        const listed = matching.slice(0, complete ? matching.length : SEARCH_SHARD_FIRST);
        yield { prefix, company_count: matching.length, complete, companies: listed };
      }
    },
  };
}

/** Yields all prefixes that extend `prefix`, a shorter one before those that extend it, in the order of S3 keys. */
function* branchesBelow(prefix: string, words: readonly WordStart[]): Generator<Branch> {
  const byNextCharacter = Map.groupBy(words, ({ rest }) => rest.charAt(prefix.length));
  byNextCharacter.delete('');
  for (const character of [...byNextCharacter.keys()].sort()) {
    const matching = byNextCharacter.get(character)!;
    const companies = distinctCompanies(matching);
    const complete = companies.length <= SEARCH_SHARD_COMPANIES;
    const branch = {
      prefix: prefix + character,
      companies,
      complete,
      continued: !complete && prefix.length + 1 < MAX_PREFIX_LENGTH,
    };
    yield branch;
    if (branch.continued) yield* branchesBelow(branch.prefix, matching);
  }
}

/** The companies of these words, each once; the words of one company are neighbours. */
const distinctCompanies = (words: readonly WordStart[]): FoundCompany[] =>
  words.filter(({ company }, index) => company !== words[index - 1]?.company).map(({ company }) => company);

/** Total revenue, highest first, then id. Sums of money can exceed what a number holds exactly. */
function byRevenue(a: FoundCompany, b: FoundCompany): number {
  if (a.total_revenue === b.total_revenue) return Number(a.id) - Number(b.id);
  return a.total_revenue > b.total_revenue ? -1 : 1;
}
