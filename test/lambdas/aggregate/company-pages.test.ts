import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withDuckDb } from '../../../engine/duckdb.ts';
import { INTERMEDIATES, STATISTICS } from '../../../lambdas/aggregate/statistics.ts';
import { COMPANIES_PER_PAGE } from '../../../model/api/limits.ts';

/** A movie of a company: with hardly any revenues, so that many companies tie, and most at 0. */
const release = (companies: number) =>
  fc.record({
    company: fc.integer({ min: 1, max: companies }),
    revenue: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(null, 0) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
      { weight: 1, arbitrary: fc.constant(999_999_999_999_999) },
    ),
  });

interface Row {
  readonly page: number;
  readonly id: bigint;
  readonly name: string;
  readonly total_revenue: unknown;
}

/** The pages as aggregate's SQL makes them of these releases, and as one query says what they are. */
async function pagesOf(releases: readonly { company: number; revenue: number | null }[]) {
  return withDuckDb({ preserveOrder: false }, async (engine) => {
    const connection = await engine.connect();
    try {
      await load(connection, releases);
      for (const name of ['company_names', 'company_places', 'company_measures'] as const)
        await connection.run(`create table ${name} as ${INTERMEDIATES[name]}`);
      return {
        made: await rowsOf(connection, STATISTICS.company_pages),
        told: await rowsOf(connection, PLAIN),
      };
    } finally {
      connection.closeSync();
    }
  });
}

async function load(
  connection: DuckDBConnection,
  releases: readonly { company: number; revenue: number | null }[],
): Promise<void> {
  const values = releases.map(
    ({ company, revenue }, movie) => `(${company}, ${movie}, ${revenue ?? 'null'})`,
  );
  await connection.run(`
    create table company_releases as
    select
      cast(company as bigint) as company_id, cast(movie as bigint) as movie_id, 1990 as year,
      cast(null as bigint) as budget, cast(revenue as bigint) as revenue, cast(null as bigint) as profit,
      cast(null as decimal(25, 9)) as popularity, cast(null as decimal(25, 9)) as vote_average,
      cast(null as bigint) as vote_count
    from (values ${values.join(', ')}) t(company, movie, revenue)`);
  await connection.run(`
    create table production_companies_current as
    select distinct company_id as id, 'Company ' || company_id as name, '2026' as ingest_year, '10' as ingest_month, 1 as source_row
    from company_releases`);
}

const PLAIN = `
  select
    cast(floor((place - 1) / ${COMPANIES_PER_PAGE}) as integer) + 1 as page,
    company_id as id, 'Company ' || company_id as name, total_revenue
  from (
    select *, row_number() over (order by total_revenue desc, company_id) as place
    from (
      select company_id, coalesce(sum(cast(revenue as decimal(38, 0))), 0) as total_revenue
      from company_releases
      group by company_id
    )
  )
  order by cast(page as varchar), place`;

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<string[]> {
  const rows = (await connection.runAndReadAll(sql)).getRowObjects() as unknown as Row[];
  return rows.map(({ page, id, name, total_revenue }) => `${page} ${id} ${name} ${total_revenue}`);
}

describe('The pages of companies', () => {
  it.each([
    ['few companies', 30],
    ['more than a page of them', 2_000],
    ['more than ten pages, of which 10 comes before 2', 9_000],
  ])('equal one ranking of all companies, with %s', async (_, companies) => {
    const releases = fc.array(release(companies), {
      minLength: companies,
      maxLength: 2 * companies,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(releases, async (some) => {
        const { made, told } = await pagesOf(some);
        expect(made).toEqual(told);
      }),
      { numRuns: 4 },
    );
  });
});
