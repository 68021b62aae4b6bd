import type { GenreDocument, YearDocument } from '../../model/api/documents.ts';
import { ENDPOINTS, type Endpoint, objectPath, UNKNOWN_YEAR } from '../../model/api/endpoints.ts';
import { openApi } from '../../model/api/openapi.ts';
import type { StatisticRows } from '../../model/data/statistics.ts';
import type { ExportReport, MonthCommit } from '../../model/runs/reports.ts';
import { companyDocuments, companyPages } from './companies.ts';
import type { CompanySearch } from './company-search.ts';
import { decadeDocuments, decadesDocument } from './decades.ts';
import { downloadsDocument } from './downloads.ts';
import type { Genres } from './genres.ts';
import { genresDocument, indexDocument, statsDocument, statusDocument, yearsDocument } from './overview.ts';
import { type RankingGatherer, rankingsDocument } from './rankings.ts';
import { collect, type Statistics } from './statistics.ts';

/** The input of the producers. Company data is large: it is read from `statistics` row by row. */
export interface ReleaseData {
  readonly runId: string;
  readonly publishedAt: string;
  readonly commits: readonly MonthCommit[];
  readonly downloads: ExportReport;
  readonly statistics: Statistics;
  readonly totals: StatisticRows['totals'];
  readonly genres: Genres;
  readonly yearDocuments: readonly YearDocument[];
  readonly genreDocuments: readonly GenreDocument[];
  readonly yearRankings: RankingGatherer<{ year: number }>;
  readonly genreRankings: RankingGatherer<never>;
  /** Computed on the first call, from one pass over all companies. */
  companyRankings(): Promise<RankingGatherer<never>>;
  companySearch(): Promise<CompanySearch>;
}

/** A document's content with the value of its path parameter; null for a path without a parameter. */
export type Produced = readonly [value: string | number | null, content: object];

/**
 * Makes the documents of one endpoint. An array may have any order; an iterator must yield documents in the order of
 * their keys.
 */
type Producer = (
  data: ReleaseData,
) => readonly Produced[] | AsyncIterable<Produced> | Promise<Iterable<Produced>>;

const single = (content: object): readonly Produced[] => [[null, content]];

/** The producer of every endpoint. */
const producers: Readonly<Record<keyof typeof ENDPOINTS, Producer>> = {
  index: () => single(indexDocument()),
  openapi: () => single(openApi()),
  status: ({ commits, totals, runId, publishedAt }) =>
    single(statusDocument(commits, totals.movie_count, { run_id: runId, published_at: publishedAt })),
  stats: ({ totals }) => single(statsDocument(totals)),
  years: ({ yearDocuments }) => single(yearsDocument(yearDocuments)),
  year: ({ yearDocuments }) => yearDocuments.map((content) => [content.year ?? UNKNOWN_YEAR, content]),
  decades: async ({ statistics }) => single(decadesDocument(await collect(statistics.read('decades')))),
  decade: async ({ statistics, yearDocuments }) =>
    decadeDocuments(await collect(statistics.read('decades')), yearDocuments).map((content) => [
      content.decade ?? UNKNOWN_YEAR,
      content,
    ]),
  genres: ({ genreDocuments }) => single(genresDocument(genreDocuments)),
  genre: ({ genreDocuments }) => genreDocuments.map((content) => [content.slug, content]),
  companies: async ({ statistics, totals }) => {
    for await (const [, content] of companyPages(statistics, totals.company_count)) return single(content);
    return [];
  },
  companyPage: ({ statistics, totals }) => companyPages(statistics, totals.company_count),
  company: ({ statistics, genres }) => companyDocuments(statistics, genres),
  companySearch: async (data) => single((await data.companySearch()).document()),
  companySearchShard: async (data) =>
    (await data.companySearch()).shards().map((content) => [content.prefix, content]),
  rankings: () => single(rankingsDocument()),
  yearRanking: ({ yearRankings }) => yearRankings.documents(),
  genreRanking: ({ genreRankings }) => genreRankings.documents(),
  companyRanking: async (data) => (await data.companyRankings()).documents(),
  downloads: ({ downloads }) => single(downloadsDocument(downloads)),
};

/**
 * The sort key that places an endpoint's documents in the order of S3 keys. If a path parameter has literal siblings (company ids),
 * its values begin with a digit, so the smallest digit represents all of them.
 */
const sortKey = ({ path }: Endpoint): string => objectPath(path).replace(/\{\w+\}/, '0');

/** Every endpoint with its producer, in the order of the documents' keys. */
export const PRODUCERS: readonly (readonly [Endpoint, Producer])[] = Object.values(ENDPOINTS)
  .map((endpoint) => [endpoint, producers[endpoint.name]] as const)
  .toSorted(([a], [b]) => (sortKey(a) < sortKey(b) ? -1 : 1));
