import { readCommits } from '../../aws/commits.ts';
import { document, type ReleaseDocument } from '../../model/api/document.ts';
import { exportReportKey } from '../../model/keys.ts';
import type { ExportReport } from '../../model/runs/reports.ts';
import { dataBucket, readJson } from '../runtime/s3.ts';
import { companySearch, type FoundCompany } from './company-search.ts';
import { nameGenres } from './genres.ts';
import { genreDocuments, yearDocuments } from './overview.ts';
import { PRODUCERS, type ReleaseData } from './producers.ts';
import { gatherRankings, genreRankings, yearRankings } from './rankings.ts';
import { collect, type Statistics, withStatistics } from './statistics.ts';

/**
 * Yields all documents of a release in the order of their keys, so that they can be compared with a slot's listing without
 * holding either in memory.
 * @throws DocumentTooLargeError, ZodError for a document that doesn't match its schema
 */
async function* releaseDocuments(data: ReleaseData): AsyncGenerator<ReleaseDocument> {
  for (const [endpoint, produce] of PRODUCERS) {
    const produced = await produce(data);
    if (Array.isArray(produced)) {
      const documents = produced.map(([value, content]) => document(endpoint, content, value));
      yield* documents.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    } else {
      for await (const [value, content] of produced) yield document(endpoint, content, value);
    }
  }
}

/** Reads all that documents are made from except companies, which are read while their documents are made. */
async function readReleaseData(
  input: Pick<ReleaseData, 'runId' | 'publishedAt' | 'commits' | 'downloads' | 'statistics'>,
): Promise<ReleaseData> {
  const { statistics } = input;
  const rows = {
    years: await collect(statistics.read('years')),
    genres: await collect(statistics.read('genres')),
    genre_years: await collect(statistics.read('genre_years')),
    genre_companies: await collect(statistics.read('genre_companies')),
    genre_movies: await collect(statistics.read('genre_movies')),
    year_companies: await collect(statistics.read('year_companies')),
    year_movies: await collect(statistics.read('year_movies')),
  };
  const [totals] = await collect(statistics.read('totals'));
  const genres = nameGenres(rows.genres);
  let companies: ReturnType<typeof readCompanies> | undefined;
  const companiesOnce = () => {
    companies ??= readCompanies(statistics);
    return companies;
  };
  return {
    ...input,
    totals: totals!,
    genres,
    yearDocuments: yearDocuments(rows, genres),
    genreDocuments: genreDocuments(rows, genres),
    yearRankings: yearRankings(rows.years),
    genreRankings: genreRankings(rows.genres, genres),
    companyRankings: async () => (await companiesOnce()).rankings,
    companySearch: async () => (await companiesOnce()).search,
  };
}

/** Makes the rankings and the search from one pass over all companies. */
async function readCompanies(statistics: Statistics) {
  const rankings = gatherRankings<{ id: number; name: string }>('company');
  const companies: FoundCompany[] = [];
  for await (const row of statistics.read('companies')) {
    const { id, name, movie_count, total_revenue } = row;
    rankings.add(row, { id, name }, id);
    companies.push({ id, name, movie_count, total_revenue });
  }
  return { rankings, search: companySearch(companies) };
}

/** Calls `work` with the documents of a run's release: made from its statistics, its downloads and all commits. */
export async function withRelease<Result>(
  runId: string,
  publishedAt: string,
  work: (documents: AsyncGenerator<ReleaseDocument>) => Promise<Result>,
): Promise<Result> {
  const commits = await readCommits(dataBucket);
  const downloads = await readJson<ExportReport>(exportReportKey(runId));
  return withStatistics(runId, async (statistics) => {
    const data = await readReleaseData({ runId, publishedAt, commits, downloads, statistics });
    const documents = releaseDocuments(data);
    try {
      return await work(documents);
    } finally {
      // If `work` stopped early, this closes the statistics that are still open.
      await documents.return(undefined);
    }
  });
}
