import { foldName, matchesQuery, shardPrefix } from '../../../model/api/company-search.ts';
import type { Client } from './client.ts';
import { addressOf, type DocumentAt } from './documents.ts';
import { ApiProblem } from './problem.ts';

export type FoundCompany = DocumentAt<'/v1/stats/company/search/{prefix}'>['companies'][number];

/** What a search has found. */
export interface Found {
  /** By total revenue, highest first. */
  readonly companies: readonly FoundCompany[];
  /** How many there are, more than `companies` where the API lists only the first. */
  readonly total: number;
}

const SEARCH = addressOf('/v1/stats/company/search');
const NOTHING: Found = { companies: [], total: 0 };

/** Whether there is anything in a text that names are found by: a letter or a digit. */
export const isSearchable = (text: string): boolean => foldName(text) !== '';

/**
 * The companies of whose name some word, and what follows it, begins with the text; case, marks and punctuation don't
 * matter. Reads the one shard that knows. Throws ApiProblem, or the signal's reason.
 */
export async function searchCompanies(client: Client, text: string, signal?: AbortSignal): Promise<Found> {
  const query = foldName(text);
  if (query === '') return NOTHING;
  const { continued } = await client.get(SEARCH, signal);
  const prefix = shardPrefix(query, new Set(continued));
  const address = addressOf('/v1/stats/company/search/{prefix}', prefix);
  const shard = await client.get(address, signal).catch((problem: unknown) => {
    if (problem instanceof ApiProblem && problem.isNotFound) return undefined;
    throw problem;
  });
  if (shard === undefined) return NOTHING;
  const companies = shard.companies.filter(({ name }) => matchesQuery(name, query));
  // Of a shard that isn't complete the rest is known by number only, and only if the query asks for no less of it.
  return { companies, total: shard.complete || query !== prefix ? companies.length : shard.company_count };
}
