import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companySearch, type FoundCompany } from '../../lambdas/publish/company-search.ts';
import { createClient } from '../../site/src/api/client.ts';
import { isSearchable, searchCompanies } from '../../site/src/api/company-search.ts';
import { type Answer, type DocumentsServer, serveDocuments } from './documents-server.ts';

/** More companies with "Studio" in their name than one shard lists, and others. */
const COMPANIES: FoundCompany[] = [
  ...Array.from({ length: 300 }, (_, index) => ({
    id: index + 1,
    name: `Studio ${String(index).padStart(3, '0')}`,
    movie_count: 1,
    total_revenue: BigInt(1000 - index),
  })),
  { id: 900, name: 'Walt Disney Pictures', movie_count: 3, total_revenue: 5n },
  { id: 901, name: 'Les Films de l’Étoile', movie_count: 1, total_revenue: 0n },
  { id: 902, name: '<b>Bold</b> Pictures', movie_count: 1, total_revenue: 9n },
];

let server: DocumentsServer;
beforeAll(async () => {
  const search = companySearch(COMPANIES);
  const answers = new Map<string, Answer>([['/v1/stats/company/search', documentOf(search.document())]]);
  for (const shard of search.shards()) {
    answers.set(`/v1/stats/company/search/${shard.prefix}`, documentOf(shard));
  }
  server = await serveDocuments(answers);
});
afterAll(() => server.close());

/** Converts a document to JSON values. Bigints become numbers. */
const documentOf = (document: unknown): Answer => ({
  document: JSON.parse(
    JSON.stringify(document, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
  ),
});

const found = async (text: string) => {
  const { companies, total } = await searchCompanies(createClient(server.origin), text);
  return { names: companies.map(({ name }) => name), total };
};

describe('The company search', () => {
  it.each([
    ['a word within the name', 'disney', ['Walt Disney Pictures']],
    ['several words', 'disney pic', ['Walt Disney Pictures']],
    ['a name with different case and punctuation', "L'ETOILE", ['Les Films de l’Étoile']],
    ['a name with markup in it', '<b>bold', ['<b>Bold</b> Pictures']],
    ['several companies ordered by revenue', 'pictures', ['<b>Bold</b> Pictures', 'Walt Disney Pictures']],
    ['a company beyond those that a shard lists', 'studio 299', ['Studio 299']],
    ['no company for a prefix without match', 'studio 9999', []],
    ['no company for a letter without match', 'x', []],
    ['no company for a query that is too long', `walt disney pictures ${'and'.repeat(20)}`, []],
  ])('finds %s', async (_, text, names) => {
    expect(await found(text)).toEqual({ names, total: names.length });
  });

  it('returns the total and the 100 companies with the highest revenue for too many matches', async () => {
    const { names, total } = await found('studio');

    expect(total).toBe(300);
    expect(names.slice(0, 2)).toEqual(['Studio 000', 'Studio 001']);
    expect(names).toHaveLength(100);
  });

  it('sends no request for a query without letters and digits', async () => {
    const before = server.asked.length;

    expect(isSearchable(' -"… ')).toBe(false);
    expect(await found(' -"… ')).toEqual({ names: [], total: 0 });
    expect(server.asked).toHaveLength(before);
  });
});
