import type { CompaniesDocument, CompanyDocument } from '../../model/api/documents.ts';
import { ENDPOINTS, pathOf } from '../../model/api/endpoints.ts';
import { COMPANIES_PER_PAGE } from '../../model/api/limits.ts';
import type { StatisticRows } from '../../model/data/statistics.ts';
import type { GenreName, Genres } from './genres.ts';
import { measuresOf } from './measures.ts';
import { groupsOf, type Statistics } from './statistics.ts';

/** There can be millions of companies, so their documents are made one by one, from statistics in the order of the keys. */

/** Every company's document by the company's id. */
export async function* companyDocuments(
  statistics: Statistics,
  genres: Genres,
): AsyncGenerator<readonly [id: number, CompanyDocument]> {
  const years = groupsOf(statistics.read('company_years'), ({ company_id }) => company_id);
  const yearGenres = groupsOf(statistics.read('company_year_genres'), ({ company_id }) => company_id);
  const movies = groupsOf(statistics.read('company_movies'), ({ company_id }) => company_id);
  try {
    for await (const company of statistics.read('companies')) {
      const releases = releasesByYear(await yearGenres.take(company.id), genres);
      yield [
        company.id,
        {
          id: company.id,
          name: company.name,
          ...measuresOf(company),
          years: (await years.take(company.id)).map((row) => ({
            year: row.year,
            ...measuresOf(row),
            genres: releases.get(row.year) ?? [],
          })),
          movies: await movies.take(company.id),
        },
      ];
    }
    await Promise.all([years.finish(), yearGenres.finish(), movies.finish()]);
  } finally {
    await Promise.all([years.close(), yearGenres.close(), movies.close()]);
  }
}

/** Every page of the list of companies; at least one. */
export async function* companyPages(
  statistics: Statistics,
  companyCount: number,
): AsyncGenerator<readonly [page: number, CompaniesDocument]> {
  const pages = Math.max(1, Math.ceil(companyCount / COMPANIES_PER_PAGE));
  if (companyCount === 0) yield [1, pageDocument(1, pages, [])];
  let rows: StatisticRows['company_pages'][] = [];
  for await (const row of statistics.read('company_pages')) {
    if (rows[0] !== undefined && rows[0].page !== row.page) {
      yield [rows[0].page, pageDocument(rows[0].page, pages, rows)];
      rows = [];
    }
    rows.push(row);
  }
  if (rows[0] !== undefined) yield [rows[0].page, pageDocument(rows[0].page, pages, rows)];
}

function pageDocument(
  page: number,
  pages: number,
  rows: readonly StatisticRows['company_pages'][],
): CompaniesDocument {
  return {
    companies: rows.map((row) => ({ id: row.id, name: row.name, ...measuresOf(row) })),
    page,
    pages,
    next: page < pages ? pathOf(ENDPOINTS.companyPage, page + 1) : null,
  };
}

function releasesByYear(rows: readonly StatisticRows['company_year_genres'][], genres: Genres) {
  const byYear = new Map<number | null, (GenreName & { movie_count: number })[]>();
  for (const { year, genre_id, movie_count } of rows) {
    const releases = byYear.get(year) ?? [];
    byYear.set(year, releases);
    releases.push({ ...genres.name(genre_id), movie_count });
  }
  return byYear;
}
