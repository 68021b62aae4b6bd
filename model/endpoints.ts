import type { z } from 'zod';
import * as documents from './documents.ts';

/** The variable segment of a path. */
export interface PathParameter {
  readonly name: string;
  readonly description: string;
  /** What a value that can exist looks like; never more than `[a-z0-9-]`, because it becomes part of an S3 key. */
  readonly pattern: RegExp;
}

/** One kind of API document. API resources, S3 keys, OpenAPI, the index and the contract tests all come from these. */
export interface Endpoint {
  readonly name: string;
  /** The path, with its parameter in braces: `/v1/stats/year/{year}`. */
  readonly path: string;
  readonly parameter?: PathParameter;
  readonly summary: string;
  readonly description: string;
  readonly document: z.ZodType;
  /** A path that answers on the sample data. */
  readonly example: string;
}

/** The path segment of the movies without a release date. */
export const UNKNOWN_YEAR = 'unknown';

export const ENDPOINTS = {
  index: {
    name: 'index',
    path: '/v1/',
    summary: 'What there is',
    description: 'Every path of the API, with a sentence and an example.',
    document: documents.indexDocument,
    example: '/v1/',
  },
  openapi: {
    name: 'openapi',
    path: '/v1/openapi.json',
    summary: 'This API as OpenAPI 3.1',
    description:
      'The machine-readable description, made from the schemas that every document is checked with.',
    document: documents.openApiDocument,
    example: '/v1/openapi.json',
  },
  status: {
    name: 'status',
    path: '/v1/status',
    summary: 'What was ingested when',
    description:
      'The run that made the live release, and what every ingest month read, accepted and set aside.',
    document: documents.statusDocument,
    example: '/v1/status',
  },
  stats: {
    name: 'stats',
    path: '/v1/stats',
    summary: 'All movies',
    description:
      'The measures over all movies, how many years, genres and companies there are, and where they are.',
    document: documents.statsDocument,
    example: '/v1/stats',
  },
  years: {
    name: 'years',
    path: '/v1/stats/year',
    summary: 'Every release year',
    description:
      'The measures and the most popular genre of every release year, ascending, the unknown year last.',
    document: documents.yearsDocument,
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
    summary: 'One release year',
    description:
      'The measures of a year, its genres (most popular first), its top companies and its top movies.',
    document: documents.yearDocument,
    example: '/v1/stats/year/1995',
  },
  genres: {
    name: 'genres',
    path: '/v1/stats/genre',
    summary: 'Every genre',
    description: 'The measures of every genre, by name.',
    document: documents.genresDocument,
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
    summary: 'One genre',
    description: 'The measures of a genre, year by year, with its top companies and top movies.',
    document: documents.genreDocument,
    example: '/v1/stats/genre/drama',
  },
  companies: {
    name: 'companies',
    path: '/v1/stats/company',
    summary: 'Production companies, first page',
    description:
      'The measures of the production companies, by total revenue: the first 500. Follow `next` for more.',
    document: documents.companiesDocument,
    example: '/v1/stats/company',
  },
  companyPage: {
    name: 'companyPage',
    path: '/v1/stats/company/page/{page}',
    parameter: { name: 'page', description: 'A page, from 1 to `pages`.', pattern: /^[1-9]\d*$/ },
    summary: 'Production companies, any page',
    description: 'The measures of the production companies, by total revenue, 500 a page.',
    document: documents.companiesDocument,
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
    summary: 'One production company',
    description: 'The measures of a company, year by year with its releases by genre, and its top movies.',
    document: documents.companyDocument,
    example: '/v1/stats/company/1',
  },
  downloads: {
    name: 'downloads',
    path: '/v1/downloads',
    summary: 'Tables to take away',
    description:
      'Every table as CSV and Parquet: what each column means, how many rows, and where the files are, with their sizes and SHA-256.',
    document: documents.downloadsDocument,
    example: '/v1/downloads',
  },
} as const satisfies Record<string, Endpoint>;

/** All endpoints, in the order in which they are described. */
export const ALL_ENDPOINTS: readonly Endpoint[] = Object.values(ENDPOINTS);

/** The path of an endpoint for one value of its parameter: `/v1/stats/year/1995`. */
export function pathOf(endpoint: Endpoint, value?: string | number | bigint): string {
  return value === undefined ? endpoint.path : endpoint.path.replace(/\{\w+\}/, String(value));
}

/**
 * The object within a slot that a path is served from: `v1/stats/year/1995.json`. A path that ends in a slash is
 * served from its `index.json`. The parameter's braces stay, as the API's integrations need them.
 */
export function objectPath(path: string): string {
  const name = path.slice(1);
  if (name.endsWith('/')) return `${name}index.json`;
  return name.endsWith('.json') ? name : `${name}.json`;
}
