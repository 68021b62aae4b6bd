import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { companySearch, type FoundCompany } from '../../../lambdas/publish/company-search.ts';
import { foldName, matchesQuery, shardPrefix } from '../../../model/api/company-search.ts';
import { companySearchSchema, companySearchShardSchema } from '../../../model/api/search-documents.ts';
import { searchOf } from '../../reference/search.ts';

const company = (id: number, name: string, total_revenue = 0n): FoundCompany => ({
  id,
  name,
  movie_count: 1,
  total_revenue,
});

/** The search's documents as a client finds them. */
function served(companies: readonly FoundCompany[]) {
  const search = companySearch(companies);
  const shards = [...search.shards()];
  return {
    document: search.document(),
    shards,
    at: new Map(shards.map((shard) => [shard.prefix, shard])),
  };
}

/** What a client finds by the documented procedure, and whether it knows that this is all. */
function find({ document, at }: ReturnType<typeof served>, query: string) {
  const folded = foldName(query);
  const shard = at.get(shardPrefix(folded, new Set(document.continued)));
  const found = (shard?.companies ?? []).filter(({ name }) => matchesQuery(name, folded));
  return { ids: found.map(({ id }) => id), complete: shard?.complete ?? true };
}

/** Companies of which more than a shard holds begin alike, so that prefixes are continued. */
const words = fc.constantFrom('a', 'aa', 'ab', 'b', 'Pictures', 'Pi', "O'", 'Ø', '映', '.', '');
const many: fc.Arbitrary<FoundCompany[]> = fc
  .array(
    fc.record({
      name: fc.array(words, { maxLength: 4 }).map((parts) => parts.join(' ')),
      total_revenue: fc.bigInt({ min: 0n, max: 3n }),
    }),
    { minLength: 0, maxLength: 900, size: 'max' },
  )
  .map((all) => all.map((one, index) => ({ ...one, id: index + 1, movie_count: 1 })));
const query = fc
  .array(fc.oneof(words, fc.constantFrom('pict', 'aaaa', 'x', 'oa')), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''))
  .filter((text) => foldName(text) !== '');

describe('A client that follows the procedure', () => {
  it('finds exactly the matching companies, or the first of them if one shard has too many', () => {
    const property = fc.property(
      many,
      fc.array(query, { minLength: 1, maxLength: 10 }),
      (companies, queries) => {
        const search = served(companies);
        for (const text of queries) {
          const all = companies
            .filter(({ name }) => matchesQuery(name, foldName(text)))
            .toSorted(
              (a, b) =>
                Number(BigInt(b.total_revenue) - BigInt(a.total_revenue)) || Number(a.id) - Number(b.id),
            )
            .map(({ id }) => id);
          const { ids, complete } = find(search, text);
          expect(ids, text).toEqual(complete ? all : all.slice(0, 100));
          if (!complete) expect(all.length).toBeGreaterThan(200);
        }
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  it('finds a company by the start of any word of its name and not inside words', () => {
    const search = served([company(7, 'Walt Disney Pictures'), company(8, 'Pixar')]);
    expect(find(search, 'DISNEY pic').ids).toEqual([7]);
    expect(find(search, 'pi').ids).toEqual([7, 8]);
    expect(find(search, 'isney').ids).toEqual([]);
    expect(find(search, 'zorro').ids).toEqual([]);
  });

  it('finds a name that is longer than any prefix', () => {
    const long = 'Production of Very Long Company Names Number';
    const search = served(Array.from({ length: 150 }, (_, index) => company(index + 1, `${long} ${index}`)));
    expect(find(search, `${long} 77`).ids).toEqual([78]);
  });
});

describe('The shards', () => {
  const alike = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => company(index + 1, name, BigInt(index)));

  it('list all companies if there are up to 200, by revenue, then id', () => {
    const { shards, document } = served([...alike(199, 'Zoo'), company(500, 'Zoo', 198n)]);
    expect(document).toEqual({ company_count: 200, max_prefix_length: 24, continued: [] });
    expect(shards.map(({ prefix, complete }) => [prefix, complete])).toEqual([['z', true]]);
    expect(shards[0]!.companies.slice(0, 3).map(({ id }) => id)).toEqual([199, 500, 198]);
    expect(shards[0]!.companies).toHaveLength(200);
  });

  it('list the first 100 of more companies, and have shards of one character more', () => {
    const { shards, document } = served([...alike(201, 'Zo'), company(500, 'Za', 1000n)]);
    expect(document.continued).toEqual(['z', 'zo']);
    expect(
      shards.map(({ prefix, company_count, companies }) => [prefix, company_count, companies.length]),
    ).toEqual([
      ['z', 202, 100],
      ['za', 1, 1],
      ['zo', 201, 100],
    ]);
    expect(shards[0]!.companies[0]!.id).toBe(500);
  });

  it('have prefixes of at most 24 characters', () => {
    const { shards, document } = served(alike(201, 'The Same Name Again And Again And Again'));
    const depths = shards
      .filter(({ prefix }) => prefix.startsWith('thesame'))
      .map(({ prefix }) => prefix.length);
    expect(Math.max(...depths)).toBe(24);
    expect(Math.max(...document.continued.map((prefix) => prefix.length))).toBe(23);
    expect(shards.find(({ prefix }) => prefix.length === 24)).toMatchObject({
      complete: false,
      company_count: 201,
    });
  });

  it('count a company once if several of its words match', () => {
    expect(served([company(1, 'Pa Pa Papa')]).shards).toMatchObject([{ prefix: 'p', company_count: 1 }]);
  });

  it('do not exist for names without letters and digits', () => {
    expect(served([company(1, '…'), company(2, '')])).toMatchObject({
      document: { company_count: 0, continued: [] },
      shards: [],
    });
  });

  it('are in the order of their keys on every call and equal the reference', () => {
    const property = fc.property(many, (companies) => {
      const search = companySearch(companies);
      const shards = [...search.shards()];
      const keys = shards.map(({ prefix }) => `v1/stats/company/search/${prefix}.json`);
      expect(keys).toEqual(keys.toSorted());
      expect([...search.shards()]).toEqual(shards);
      companySearchSchema.parse(search.document());
      for (const shard of shards) companySearchShardSchema.parse(shard);

      const reference = searchOf(companies.map(exact));
      expect(bigints(search.document())).toEqual(reference.search);
      expect(shards.map(bigints)).toEqual(
        reference.shards.toSorted((a, b) => (`${a.prefix}.` < `${b.prefix}.` ? -1 : 1)),
      );
    });
    fc.assert(property, { numRuns: 30 });
  });
});

/** A company as the reference takes it. */
const exact = ({ id, name, movie_count, total_revenue }: FoundCompany) =>
  ({
    id: BigInt(id),
    name,
    movie_count: BigInt(movie_count),
    total_revenue: BigInt(total_revenue),
  }) as Parameters<typeof searchOf>[0][number];

const bigints = (document: object): unknown =>
  JSON.parse(
    JSON.stringify(document, (_key, value) => (typeof value === 'bigint' ? Number(value) : value)),
    (_key, value) => (typeof value === 'number' ? BigInt(value) : value),
  );
