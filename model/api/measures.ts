import { z } from 'zod';

/** An exact whole number. Money and counts can exceed 2^53, so documents contain bigints, written digit by digit. */
export const wholeNumber = (description: string) =>
  z
    .custom<bigint | number>((value) => typeof value === 'bigint' || Number.isSafeInteger(value))
    .meta({ type: 'integer', description });

const average = (description: string) => z.number().nullable().meta({ description });

/** The flat block of measures of a group of movies. */
export const measures = z
  .object({
    movie_count: wholeNumber('Distinct movies in the group.'),
    movies_with_budget: wholeNumber('Movies whose budget is above 0; 0 means unknown in this dataset.'),
    movies_with_revenue: wholeNumber('Movies whose revenue is above 0; 0 means unknown in this dataset.'),
    movies_with_both: wholeNumber('Movies whose budget and revenue are both above 0.'),
    total_budget: wholeNumber('Sum of budgets, US dollars as given; 0 if there are none.'),
    total_revenue: wholeNumber('Sum of revenues, US dollars as given; 0 if there are none.'),
    total_profit: wholeNumber(
      'Sum of revenue − budget over all movies of the group that have both columns, US dollars.',
    ),
    known_profit: wholeNumber('Sum of revenue − budget over movies_with_both only, US dollars.'),
    average_popularity: average(
      'Mean popularity of the movies that have one, to six decimals; null if none has.',
    ),
    average_vote: average(
      'Mean of vote_average weighted by vote_count, to six decimals; null without votes.',
    ),
  })
  .meta({
    description:
      'The measures of a group of movies: exact sums in US dollars as the dataset gives them, and averages.',
  });
export type Measures = z.infer<typeof measures>;
