import { z } from 'zod';
import { MAX_PREFIX_LENGTH } from './company-search.ts';
import { id, named } from './fields.ts';
import { SEARCH_SHARD_COMPANIES, SEARCH_SHARD_FIRST } from './limits.ts';
import { measures, wholeNumber } from './measures.ts';

/** The schemas of the company search's documents; `company-search.ts` has the rule. */

const prefix = z
  .string()
  .regex(new RegExp(`^[a-z0-9]{1,${MAX_PREFIX_LENGTH}}$`))
  .meta({ description: 'The beginning of a folded name, starting at any of its words.' });

export const companySearchSchema = z.object({
  company_count: wholeNumber('Companies that can be found. Names without a letter or digit can’t.'),
  max_prefix_length: z
    .literal(MAX_PREFIX_LENGTH)
    .meta({ description: 'The longest prefix; a longer query uses its first characters.' }),
  continued: z.array(prefix).meta({
    description:
      'Ascending: the prefixes whose shard doesn’t list all of its companies; prefixes of one more character have shards.',
  }),
});

export const companySearchShardSchema = z.object({
  prefix,
  company_count: wholeNumber('Companies that match the prefix.'),
  complete: z.boolean().meta({ description: 'Whether all of them are listed.' }),
  companies: z
    .array(
      named(
        'FoundCompany',
        'A company in a shard.',
        z.object({
          id,
          name: z.string(),
          movie_count: measures.shape.movie_count,
          total_revenue: measures.shape.total_revenue,
        }),
      ),
    )
    .min(1)
    .max(SEARCH_SHARD_COMPANIES)
    .meta({
      description: `By total_revenue, highest first, then id: all up to ${SEARCH_SHARD_COMPANIES}, the first ${SEARCH_SHARD_FIRST} of more.`,
    }),
});

export type CompanySearchDocument = z.infer<typeof companySearchSchema>;
export type CompanySearchShardDocument = z.infer<typeof companySearchShardSchema>;
