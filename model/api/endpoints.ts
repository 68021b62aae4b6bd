import type { z } from 'zod';
import { MAX_PREFIX_LENGTH } from './company-search.ts';
import * as documents from './documents.ts';
import * as rankings from './ranking-documents.ts';
import { RANKING_SEGMENTS } from './rankings.ts';
import * as search from './search-documents.ts';

/** The variable segment of a path. */
export interface PathParameter {
  readonly name: string;
  readonly description: string;
  /** The pattern of its values: only characters of `[a-z0-9-]`, because a value becomes part of an S3 key. */
  readonly pattern: RegExp;
  /** All values, if they don't depend on the data. */
  readonly values?: readonly string[];
}

/** The groups of endpoints in OpenAPI, in this order. */
export const TAGS = {
  Service: 'The list of paths, the description of the API, and the ingested months.',
  Totals: 'All movies together.',
  Years: 'Movies by release year and by decade.',
  Genres: 'Movies by genre. A movie counts once in each of its genres.',
  Companies: 'Movies by production company: pages of all companies, and a search by name.',
  Rankings: 'Years, genres and companies with the highest values of every measure.',
  Downloads: 'Every table as a file.',
} as const;

/** One kind of API document. API resources, S3 keys, OpenAPI, the index and the contract tests are made from it. */
export interface Endpoint {
  readonly name: string;
  /** The path, with its parameter in braces: `/v1/stats/year/{year}`. */
  readonly path: string;
  readonly parameter?: PathParameter;
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  readonly description: string;
  readonly document: z.ZodType;
  /** A path that exists with the sample data. */
  readonly example: string;
}

/** The path segment for movies without a release date. */
export const UNKNOWN_YEAR = 'unknown';

/** A measure as the last segment of a ranking's path. */
const rankedMeasure: PathParameter = {
  name: 'measure',
  description: 'A measure that is ranked by, with hyphens: total-revenue.',
  pattern: new RegExp(`^(${RANKING_SEGMENTS.join('|')})$`),
  values: RANKING_SEGMENTS,
};

export const ENDPOINTS = {
  index: {
    name: 'index',
    path: '/v1/',
    tag: 'Service',
    summary: 'Every path',
    description: 'Every path of the API, with a summary and an example.',
    document: documents.indexSchema,
    example: '/v1/',
  },
  openapi: {
    name: 'openapi',
    path: '/v1/openapi.json',
    tag: 'Service',
    summary: 'This API as OpenAPI 3.1',
    description: 'The machine-readable description, made from the schemas that validate every document.',
    document: documents.openApiSchema,
    example: '/v1/openapi.json',
  },
  status: {
    name: 'status',
    path: '/v1/status',
    tag: 'Service',
    summary: 'Ingested months',
    description:
      'The run that made the live release, and the rows of every ingest month: read, accepted, quarantined.',
    document: documents.statusSchema,
    example: '/v1/status',
  },
  stats: {
    name: 'stats',
    path: '/v1/stats',
    tag: 'Totals',
    summary: 'All movies',
    description:
      'The measures over all movies, the numbers of years, genres and companies, and links to them.',
    document: documents.statsSchema,
    example: '/v1/stats',
  },
  years: {
    name: 'years',
    path: '/v1/stats/year',
    tag: 'Years',
    summary: 'Every release year',
    description:
      'The measures and the most popular genre of every release year, ascending, the unknown year last.',
    document: documents.yearsSchema,
    example: '/v1/stats/year',
  },
  year: {
    name: 'year',
    path: '/v1/stats/year/{year}',
    parameter: {
      name: 'year',
      description: 'A release year such as 1995, or "unknown" for the movies without a release date.',
      pattern: /^([1-9]\d{0,3}|unknown)$/,
    },
    tag: 'Years',
    summary: 'One release year',
    description:
      'The measures of a year, its genres (most popular first), its top companies and its top movies.',
    document: documents.yearSchema,
    example: '/v1/stats/year/1995',
  },
  decades: {
    name: 'decades',
    path: '/v1/stats/decade',
    tag: 'Years',
    summary: 'Every decade',
    description: 'The measures of every decade, ascending, the movies without a release date last.',
    document: documents.decadesSchema,
    example: '/v1/stats/decade',
  },
  decade: {
    name: 'decade',
    path: '/v1/stats/decade/{decade}',
    parameter: {
      name: 'decade',
      description:
        'The first year of a decade such as 1990, or "unknown" for the movies without a release date.',
      pattern: /^(0|[1-9]\d{0,2}0|unknown)$/,
    },
    tag: 'Years',
    summary: 'One decade',
    description: 'The measures of a decade and of each of its release years, with the paths of the years.',
    document: documents.decadeSchema,
    example: '/v1/stats/decade/1990',
  },
  genres: {
    name: 'genres',
    path: '/v1/stats/genre',
    tag: 'Genres',
    summary: 'Every genre',
    description: 'The measures of every genre, by name.',
    document: documents.genresSchema,
    example: '/v1/stats/genre',
  },
  genre: {
    name: 'genre',
    path: '/v1/stats/genre/{slug}',
    parameter: {
      name: 'slug',
      description: "A genre's slug, as /v1/stats/genre lists it.",
      pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/,
    },
    tag: 'Genres',
    summary: 'One genre',
    description: 'The measures of a genre, year by year, with its top companies and top movies.',
    document: documents.genreSchema,
    example: '/v1/stats/genre/drama',
  },
  companies: {
    name: 'companies',
    path: '/v1/stats/company',
    tag: 'Companies',
    summary: 'Production companies, first page',
    description:
      'The measures of the production companies, by total revenue: the first 500. Follow `next` for more.',
    document: documents.companiesSchema,
    example: '/v1/stats/company',
  },
  companyPage: {
    name: 'companyPage',
    path: '/v1/stats/company/page/{page}',
    parameter: { name: 'page', description: 'A page, from 1 to `pages`.', pattern: /^[1-9]\d*$/ },
    tag: 'Companies',
    summary: 'Production companies, any page',
    description: 'The measures of the production companies, by total revenue, 500 a page.',
    document: documents.companiesSchema,
    example: '/v1/stats/company/page/1',
  },
  company: {
    name: 'company',
    path: '/v1/stats/company/{id}',
    parameter: {
      name: 'id',
      description: "A production company's id in the dataset.",
      pattern: /^[1-9]\d*$/,
    },
    tag: 'Companies',
    summary: 'One production company',
    description: 'The measures of a company, year by year with its releases by genre, and its top movies.',
    document: documents.companySchema,
    example: '/v1/stats/company/1',
  },
  companySearch: {
    name: 'companySearch',
    path: '/v1/stats/company/search',
    tag: 'Companies',
    summary: 'The company search',
    description:
      'To find companies, fold the query to [a-z0-9]: NFKD without marks, lower case, letters such as ß and ø spelled out as ss and o, any other letter or digit as u and its code point in hex, everything else removed. Start with the first character; while the prefix is in `continued` and the query is longer, add one character. Read the shard of the prefix; 404 means no match. Keep the companies whose folded name, from the start of one of its words, begins with the query.',
    document: search.companySearchSchema,
    example: '/v1/stats/company/search',
  },
  companySearchShard: {
    name: 'companySearchShard',
    path: '/v1/stats/company/search/{prefix}',
    parameter: {
      name: 'prefix',
      description: 'The beginning of a folded name or of one of its words: dis finds Walt Disney Pictures.',
      pattern: new RegExp(`^[a-z0-9]{1,${MAX_PREFIX_LENGTH}}$`),
    },
    tag: 'Companies',
    summary: 'Companies by a prefix of a word of their name',
    description:
      'The companies whose name, from the start of one of its words, begins with the prefix, by total revenue, highest first. A shard exists if it has a company and all shorter prefixes are in `continued` of /v1/stats/company/search.',
    document: search.companySearchShardSchema,
    example: '/v1/stats/company/search/p',
  },
  rankings: {
    name: 'rankings',
    path: '/v1/stats/ranking',
    tag: 'Rankings',
    summary: 'Every ranking',
    description: 'Every ranking with its minimums and its path.',
    document: rankings.rankingsSchema,
    example: '/v1/stats/ranking',
  },
  yearRanking: {
    name: 'yearRanking',
    path: '/v1/stats/ranking/year/{measure}',
    parameter: rankedMeasure,
    tag: 'Rankings',
    summary: 'Release years by a measure',
    description:
      'The 100 release years with the highest value, with all their measures. The unknown year is not ranked.',
    document: rankings.yearRankingSchema,
    example: '/v1/stats/ranking/year/total-revenue',
  },
  genreRanking: {
    name: 'genreRanking',
    path: '/v1/stats/ranking/genre/{measure}',
    parameter: rankedMeasure,
    tag: 'Rankings',
    summary: 'Genres by a measure',
    description: 'The 100 genres with the highest value, with all their measures.',
    document: rankings.genreRankingSchema,
    example: '/v1/stats/ranking/genre/average-vote',
  },
  companyRanking: {
    name: 'companyRanking',
    path: '/v1/stats/ranking/company/{measure}',
    parameter: rankedMeasure,
    tag: 'Rankings',
    summary: 'Production companies by a measure',
    description: 'The 100 production companies with the highest value, with all their measures.',
    document: rankings.companyRankingSchema,
    example: '/v1/stats/ranking/company/return-on-budget',
  },
  downloads: {
    name: 'downloads',
    path: '/v1/downloads',
    tag: 'Downloads',
    summary: 'Tables for download',
    description:
      'Every table as CSV and Parquet: the meaning of each column, the number of rows, and the files with their paths, sizes and SHA-256.',
    document: documents.downloadsSchema,
    example: '/v1/downloads',
  },
} as const satisfies Record<string, Endpoint>;

/** All endpoints, in the order of the description. */
export const ALL_ENDPOINTS: readonly Endpoint[] = Object.values(ENDPOINTS);

/** The path of an endpoint for one value of its parameter: `/v1/stats/year/1995`. */
export function pathOf(endpoint: Endpoint, value?: string | number | bigint | null): string {
  return value == null ? endpoint.path : endpoint.path.replace(/\{\w+\}/, String(value));
}

/** The alias of a path under `/v1/stats`, which serves the same document: `/stats/year`. Null for every other path. */
export function aliasOf(path: string): string | null {
  return /^\/v1\/stats(\/|$)/.test(path) ? path.slice('/v1'.length) : null;
}

/**
 * The object within a slot that a path is served from: `v1/stats/year/1995.json`. A path that ends in a slash is
 * served from its `index.json`. Braces of a parameter are kept, because the API's integrations need them.
 */
export function objectPath(path: string): string {
  const name = path.slice(1);
  if (name.endsWith('/')) return `${name}index.json`;
  return name.endsWith('.json') ? name : `${name}.json`;
}
