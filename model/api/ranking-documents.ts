import { z } from 'zod';
import { genreName, id, knownYear, named, path } from './fields.ts';
import { RANKING_LENGTH } from './limits.ts';
import { measures, wholeNumber } from './measures.ts';
import { RANKED_GROUPS, RANKED_MEASURES, type RankedGroup, type RankedMeasure } from './rankings.ts';

/** The schemas of the rankings' documents; `rankings.ts` has the list of rankings. */

const measure = named(
  'RankedMeasure',
  'The measure of the ranking: the name of its field.',
  z.enum(Object.keys(RANKED_MEASURES) as [RankedMeasure, ...RankedMeasure[]]),
);
const title = z.string().meta({ description: 'A title for people, such as: Genres by total revenue.' });
const description = z.string().meta({ description: 'One sentence about the ranking.' });
const minimums = z
  .array(
    named(
      'Minimum',
      'The smallest value of a field with which a group is ranked.',
      z.object({
        field: z.enum(['movie_count', 'movies_with_both', 'known_budget']),
        at_least: wholeNumber('The smallest value that is ranked.'),
      }),
    ),
  )
  .meta({ description: 'The minimums for a group to be ranked; empty if there are none.' });

export const rankingsSchema = z.object({
  rankings: z.array(
    named(
      'RankingLink',
      'A ranking with its path.',
      z.object({ group: z.enum(RANKED_GROUPS), measure, title, description, minimums, path }),
    ),
  ),
});

const figures = {
  rank: wholeNumber('1 for the highest value; equal values rank by the smaller id or the earlier year.'),
  value: z
    .custom<bigint | number>((value) => typeof value === 'bigint' || typeof value === 'number')
    .meta({ type: 'number', description: 'The value of the ranked measure.' }),
  known_budget: wholeNumber('Sum of budgets over movies_with_both, US dollars.'),
  known_revenue: wholeNumber('Sum of revenues over movies_with_both, US dollars.'),
  return_on_budget: z
    .number()
    .nullable()
    .meta({ description: 'known_profit / known_budget, to six decimals; null without a known budget.' }),
};

/** The schema of a ranking's document; `name` has the fields that identify a group. */
const rankingSchema = <Group extends RankedGroup, Name extends z.ZodRawShape>(group: Group, name: Name) => {
  const capital = `${group.charAt(0).toUpperCase()}${group.slice(1)}`;
  const entry = named(
    `Ranked${capital}`,
    `A ${group} in a ranking, with all its measures.`,
    z.object({ ...figures, ...name, ...measures.shape }),
  );
  return z.object({
    group: z.literal(group),
    measure,
    title,
    description,
    minimums,
    entries: z.array(entry).max(RANKING_LENGTH).meta({ description: 'Highest value first.' }),
  });
};

export const yearRankingSchema = rankingSchema('year', { year: knownYear });
export const genreRankingSchema = rankingSchema('genre', genreName.shape);
export const companyRankingSchema = rankingSchema('company', { id, name: z.string() });

export type RankingsDocument = z.infer<typeof rankingsSchema>;
export type YearRankingDocument = z.infer<typeof yearRankingSchema>;
export type GenreRankingDocument = z.infer<typeof genreRankingSchema>;
export type CompanyRankingDocument = z.infer<typeof companyRankingSchema>;
