import { z } from 'zod';
import { DOWNLOAD_FORMATS, DOWNLOAD_NAMES, DOWNLOAD_TYPES } from './downloads.ts';
import {
  companyMeasures,
  decadeMeasures,
  genreMeasures,
  genreName,
  month,
  mostPopularGenre,
  named,
  path,
  runId,
  topCompanies,
  topMovies,
  yearMeasures,
} from './fields.ts';
import { COMPANIES_PER_PAGE } from './limits.ts';
import { measures, wholeNumber } from './measures.ts';

/** The schemas of the API's documents. Every published document is validated, and OpenAPI is made from them. */

export const indexSchema = z.object({
  title: z.string(),
  description: z.string(),
  paths: z.array(
    named(
      'PathEntry',
      'A path of this API.',
      z.object({ path: z.string(), summary: z.string(), example: path }),
    ),
  ),
});

export const openApiSchema = z.looseObject({ openapi: z.literal('3.1.0') });

export const statusSchema = z.object({
  month: month.nullable().meta({ description: 'The newest ingest month in the release.' }),
  run_id: runId,
  published_at: z.iso.datetime().meta({ description: 'When the live release was made, UTC.' }),
  movie_count: wholeNumber('Current movies over all months.'),
  months: z.array(
    named(
      'IngestMonth',
      'An ingest month with the row counts of its movies_metadata.csv.',
      z.object({
        month,
        run_id: runId,
        read: wholeNumber('Rows read from movies_metadata.csv.'),
        accepted: wholeNumber('Rows in the tables.'),
        quarantined: wholeNumber('Rows that were quarantined because a column was invalid.'),
        duplicates: wholeNumber('Rows superseded by a later row of the same id in the same drop.'),
        reasons: z.object({
          movies_metadata: z.record(z.string(), wholeNumber('Quarantined rows with this reason.')),
        }),
      }),
    ),
  ),
});

export const statsSchema = z.object({
  ...measures.shape,
  year_count: wholeNumber('Entries of /v1/stats/year, including the unknown year.'),
  genre_count: wholeNumber('Genres of current movies.'),
  company_count: wholeNumber('Production companies of current movies.'),
  links: z.object({
    years: path,
    decades: path,
    genres: path,
    companies: path,
    rankings: path,
    company_search: path,
    downloads: path,
    status: path,
    openapi: path,
  }),
});

export const yearsSchema = z.object({
  years: z.array(
    named(
      'YearEntry',
      'A release year in the list of all.',
      yearMeasures.extend({ most_popular_genre: mostPopularGenre }),
    ),
  ),
});

export const yearSchema = z.object({
  ...yearMeasures.shape,
  most_popular_genre: mostPopularGenre,
  genres: z.array(genreMeasures).meta({ description: 'Most popular first.' }),
  companies: topCompanies,
  movies: topMovies,
});

export const decadesSchema = z.object({
  decades: z.array(decadeMeasures).meta({ description: 'Ascending, the unknown decade last.' }),
});

export const decadeSchema = z.object({
  ...decadeMeasures.shape,
  years: z.array(named('DecadeYear', 'A release year of the decade.', yearMeasures.extend({ path }))),
});

export const genresSchema = z.object({
  genres: z.array(genreMeasures).meta({ description: 'By name.' }),
});

export const genreSchema = z.object({
  ...genreMeasures.shape,
  years: z.array(yearMeasures),
  companies: topCompanies,
  movies: topMovies,
});

export const companiesSchema = z.object({
  companies: z
    .array(companyMeasures)
    .max(COMPANIES_PER_PAGE)
    .meta({ description: `By total_revenue, highest first, then id; ${COMPANIES_PER_PAGE} a page.` }),
  page: wholeNumber('This page, from 1.'),
  pages: wholeNumber('How many pages there are.'),
  next: path.nullable().meta({ description: 'The next page; null on the last.' }),
});

export const companySchema = z.object({
  ...companyMeasures.shape,
  years: z.array(
    named(
      'CompanyYear',
      'The movies that a company released in a year.',
      yearMeasures.extend({
        genres: z
          .array(
            named(
              'GenreReleases',
              'The number of movies of a genre that a company released in a year.',
              genreName.extend({
                movie_count: wholeNumber("The company's movies of this genre released in the year."),
              }),
            ),
          )
          .meta({ description: 'Releases by genre, by name. A movie counts once in each of its genres.' }),
      }),
    ),
  ),
  movies: topMovies,
});

export const downloadsSchema = z.object({
  licence: z
    .object({ name: z.string(), url: z.url(), text: z.string() })
    .meta({ description: 'The known licence terms.' }),
  notes: z.array(z.string()).meta({ description: 'What users of the files must know, one sentence each.' }),
  tables: z.array(
    z.object({
      name: z.enum(DOWNLOAD_NAMES),
      title: z.string(),
      description: z.string(),
      rows: wholeNumber('Rows without the header.'),
      columns: z
        .array(
          z.object({
            name: z.string(),
            type: z
              .enum(DOWNLOAD_TYPES)
              .meta({ description: 'In Parquet; CSV has the same values as text.' }),
            unit: z.string().nullable(),
            description: z.string(),
          }),
        )
        .meta({ description: 'In the order of the files.' }),
      files: z.array(
        z.object({
          format: z.enum(DOWNLOAD_FORMATS),
          name: z.string(),
          path: z
            .string()
            .regex(/^\/downloads\//)
            .meta({ description: 'Where the file is served; its content never changes.' }),
          media_type: z.string(),
          bytes: wholeNumber('Its size in bytes.'),
          sha256: z
            .string()
            .regex(/^[0-9a-f]{64}$/)
            .meta({ description: 'SHA-256 of its bytes, in hex.' }),
        }),
      ),
    }),
  ),
});

export type IndexDocument = z.infer<typeof indexSchema>;
export type StatusDocument = z.infer<typeof statusSchema>;
export type StatsDocument = z.infer<typeof statsSchema>;
export type YearsDocument = z.infer<typeof yearsSchema>;
export type YearDocument = z.infer<typeof yearSchema>;
export type DecadesDocument = z.infer<typeof decadesSchema>;
export type DecadeDocument = z.infer<typeof decadeSchema>;
export type GenresDocument = z.infer<typeof genresSchema>;
export type GenreDocument = z.infer<typeof genreSchema>;
export type CompaniesDocument = z.infer<typeof companiesSchema>;
export type CompanyDocument = z.infer<typeof companySchema>;
export type DownloadsDocument = z.infer<typeof downloadsSchema>;
