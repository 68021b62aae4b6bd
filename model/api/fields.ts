import { z } from 'zod';
import { isMonth } from '../months.ts';
import { TOP_COMPANIES, TOP_MOVIES } from './limits.ts';
import { measures, wholeNumber } from './measures.ts';

/** The fields and blocks that the API's documents share. */

/** The schemas that OpenAPI names; each becomes one generated type. */
export const components = z.registry<{ id: string }>();

/** Gives a schema its name in OpenAPI, and a sentence. */
export function named<Schema extends z.ZodType>(id: string, description: string, schema: Schema): Schema {
  const described = schema.meta({ description });
  components.add(described, { id });
  return described;
}

components.add(measures, { id: 'Measures' });

export const id = wholeNumber('The id in the dataset.');
export const knownYear = z.number().int().min(1).max(9999).meta({ description: 'The release year.' });
export const year = z
  .number()
  .int()
  .min(1)
  .max(9999)
  .nullable()
  .meta({ description: 'The release year; null for the movies without a release date (path: unknown).' });
export const slug = z
  .string()
  .regex(/^[a-z0-9-]+$/)
  .meta({ description: 'The name as a path segment; the id is appended if several genres share one.' });
export const runId = z.string().min(1).meta({ description: 'The run that made the release or month.' });
export const month = z
  .string()
  .refine(isMonth)
  .meta({ pattern: '^20\\d{2}-(0[1-9]|1[0-2])$', description: 'An ingest month, YYYY-MM in UTC.' });
export const path = z
  .string()
  .regex(/^\/v1\//)
  .meta({ description: 'A path of this API.' });

export const genreName = named(
  'GenreName',
  'The id, slug and name of a genre.',
  z.object({ id, slug, name: z.string() }),
);

export const mostPopularGenre = named(
  'MostPopularGenre',
  'The genre that is first in every list "most popular first".',
  genreName.extend({ average_popularity: z.number(), movie_count: measures.shape.movie_count }),
)
  .nullable()
  .meta({
    description:
      "The first of the year's genres by average_popularity (then movie_count, both descending; name; id); null if no genre has an average.",
  });

/**
 * A movie in lists. Each entry is a column of movies_metadata; the SQL that reads it is made from the column's type, and the
 * documents have the entries in this order.
 */
export const movie = named(
  'Movie',
  'A movie in a list.',
  z.object({
    id,
    title: z.string().nullable(),
    tagline: z.string().nullable(),
    release_date: z.iso.date().nullable(),
    budget: wholeNumber('US dollars as given; 0 means unknown.').nullable(),
    revenue: wholeNumber('US dollars as given.'),
    profit: wholeNumber('revenue − budget, US dollars; null without a budget.').nullable(),
    popularity: z.number().nullable(),
    vote_average: z.number().nullable(),
    vote_count: wholeNumber('Number of votes.').nullable(),
  }),
);

export const genreMeasures = named(
  'GenreMeasures',
  'A genre with its measures.',
  genreName.extend(measures.shape),
);
export const companyMeasures = named(
  'CompanyMeasures',
  'A production company with its measures.',
  z.object({ id, name: z.string(), ...measures.shape }),
);
export const yearMeasures = named(
  'YearMeasures',
  'A release year with its measures.',
  z.object({ year, ...measures.shape }),
);

export const decadeMeasures = named(
  'DecadeMeasures',
  'A decade with its measures.',
  z.object({
    decade: z.number().int().min(0).max(9990).nullable().meta({
      description:
        "The decade's first year, such as 1990; null for the movies without a release date (path: unknown).",
    }),
    ...measures.shape,
  }),
);

export const topCompanies = z
  .array(companyMeasures)
  .max(TOP_COMPANIES)
  .meta({
    description: `The ${TOP_COMPANIES} companies with the highest total_revenue within the group, with their measures within it.`,
  });
export const topMovies = z
  .array(movie)
  .max(TOP_MOVIES)
  .meta({ description: `The ${TOP_MOVIES} movies with the highest revenue above 0 within the group.` });

export type MovieEntry = z.infer<typeof movie>;
