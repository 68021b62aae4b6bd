import { foldName, matchesQuery, shardPrefix } from '../../../model/api/company-search.ts';
import type { Client } from './client.ts';
import { addressOf, type DocumentAt } from './documents.ts';
import { ApiProblem } from './problem.ts';

export type FoundCompany = DocumentAt<'/v1/stats/company/search/{prefix}'>['companies'][number];

/** The result of a search. */
export interface SearchResult {
  /** Ordered by total revenue, highest first. */
  readonly companies: readonly FoundCompany[];
  /** Number of matches. It exceeds the length of `companies` where the API lists only the first ones. */
  readonly total: number;
}

const SEARCH = addressOf('/v1/stats/company/search');
const NO_MATCH: SearchResult = { companies: [], total: 0 };

/** Returns whether a text contains a letter or a digit. Other characters are not searchable. */
export const isSearchable = (text: string): boolean => foldName(text) !== '';

/**
 * Returns the companies whose name contains the text at the beginning of a word. Case, diacritics and punctuation are
 * ignored. Reads one shard of the search index. Throws ApiProblem, or the signal's reason.
 */
export async function searchCompanies(
  client: Client,
  text: string,
  signal?: AbortSignal,
): Promise<SearchResult> {
  const query = foldName(text);
  if (query === '') return NO_MATCH;
  const { continued } = await client.get(SEARCH, signal);
  const prefix = shardPrefix(query, new Set(continued));
  const address = addressOf('/v1/stats/company/search/{prefix}', prefix);
  const shard = await client.get(address, signal).catch((problem: unknown) => {
    if (problem instanceof ApiProblem && problem.isNotFound) return undefined;
    throw problem;
  });
  if (shard === undefined) return NO_MATCH;
  const companies = shard.companies.filter(({ name }) => matchesQuery(name, query));
  // An incomplete shard states how many companies match its prefix, so the total is exact only for that prefix.
  return { companies, total: shard.complete || query !== prefix ? companies.length : shard.company_count };
}
