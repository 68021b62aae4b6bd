import { readCommits } from '../../aws/commits.ts';
import { document, type ReleaseDocument } from '../../model/api/document.ts';
import { ENDPOINTS, UNKNOWN_YEAR } from '../../model/api/endpoints.ts';
import { openApi } from '../../model/api/openapi.ts';
import type { RankedGroup } from '../../model/api/rankings.ts';
import { exportReportKey } from '../../model/keys.ts';
import type { ExportReport, MonthCommit } from '../../model/runs/reports.ts';
import { dataBucket, readJson } from '../runtime/s3.ts';
import { companyDocuments, companyPages } from './companies.ts';
import { companySearch, type FoundCompany } from './company-search.ts';
import { downloadsDocument } from './downloads.ts';
import { nameGenres } from './genres.ts';
import * as overview from './overview.ts';
import {
  gatherRankings,
  genreRankings,
  RANKING_ENDPOINTS,
  type RankingGatherer,
  rankingsDocument,
  yearRankings,
} from './rankings.ts';
import { collect, type Statistics, withStatistics } from './statistics.ts';

/** What a release is made from. */
interface ReleaseInput {
  readonly runId: string;
  readonly publishedAt: string;
  readonly commits: readonly MonthCommit[];
  readonly downloads: ExportReport;
  readonly statistics: Statistics;
}

/**
 * All documents of a release, in the order of their keys, so that they can be compared with a slot's listing while
 * both pass by. The documents of companies are made one by one.
 * @throws DocumentTooLargeError, ZodError for a document that is not what its schema promises
 */
async function* releaseDocuments({
  runId,
  publishedAt,
  commits,
  downloads,
  statistics,
}: ReleaseInput): AsyncGenerator<ReleaseDocument> {
  const rows: overview.OverviewRows = {
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
  const genreDocuments = overview.genreDocuments(rows, genres);
  const yearDocuments = overview.yearDocuments(rows, genres);

  yield document(ENDPOINTS.downloads, downloadsDocument(downloads));
  yield document(ENDPOINTS.index, overview.indexDocument());
  yield document(ENDPOINTS.openapi, openApi());
  yield document(ENDPOINTS.stats, overview.statsDocument(totals!));
  for await (const [, content] of companyPages(statistics, totals!.company_count)) {
    // The list of companies is its first page, which comes first in the order of keys, too; no other needs to be made.
    yield document(ENDPOINTS.companies, content);
    break;
  }
  const companyRankings = gatherRankings<{ id: number; name: string }>('company');
  const companies: FoundCompany[] = [];
  for await (const [row, content] of companyDocuments(statistics, genres)) {
    const { id, name, movie_count, total_revenue } = row;
    companyRankings.add(row, { id, name }, id);
    companies.push({ id, name, movie_count, total_revenue });
    yield document(ENDPOINTS.company, content, id);
  }
  for await (const [page, content] of companyPages(statistics, totals!.company_count)) {
    yield document(ENDPOINTS.companyPage, content, page);
  }
  const search = companySearch(companies);
  yield document(ENDPOINTS.companySearch, search.document());
  for (const content of search.shards())
    yield document(ENDPOINTS.companySearchShard, content, content.prefix);
  yield document(ENDPOINTS.genres, overview.genresDocument(genreDocuments));
  yield* sorted(genreDocuments.map((content) => document(ENDPOINTS.genre, content, content.slug)));
  yield document(ENDPOINTS.rankings, rankingsDocument());
  yield* rankingDocuments('company', companyRankings);
  yield* rankingDocuments('genre', genreRankings(rows.genres, genres));
  yield* rankingDocuments('year', yearRankings(rows.years));
  yield document(ENDPOINTS.years, overview.yearsDocument(yearDocuments));
  yield* sorted(
    yearDocuments.map((content) => document(ENDPOINTS.year, content, content.year ?? UNKNOWN_YEAR)),
  );
  yield document(
    ENDPOINTS.status,
    overview.statusDocument(commits, totals!.movie_count, { run_id: runId, published_at: publishedAt }),
  );
}

function* rankingDocuments(group: RankedGroup, rankings: RankingGatherer<never>): Generator<ReleaseDocument> {
  for (const [segment, content] of rankings.documents())
    yield document(RANKING_ENDPOINTS[group], content, segment);
}

/** Lets `work` go through the documents of a run's release: made from its statistics, its files to take away and all commits. */
export async function withRelease<Result>(
  runId: string,
  publishedAt: string,
  work: (documents: AsyncGenerator<ReleaseDocument>) => Promise<Result>,
): Promise<Result> {
  const commits = await readCommits(dataBucket);
  const downloads = await readJson<ExportReport>(exportReportKey(runId));
  return withStatistics(runId, async (statistics) => {
    const documents = releaseDocuments({ runId, publishedAt, commits, downloads, statistics });
    try {
      return await work(documents);
    } finally {
      // Where `work` gave up half-way, the statistics being read must be let go of.
      await documents.return(undefined);
    }
  });
}

/** Paths hold nothing but ASCII, of which JavaScript's order is S3's. */
const sorted = (documents: readonly ReleaseDocument[]): ReleaseDocument[] =>
  documents.toSorted((a, b) => (a.path < b.path ? -1 : 1));
