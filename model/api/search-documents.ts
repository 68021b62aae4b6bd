import { z } from 'zod';
import { MAX_PREFIX_LENGTH } from './company-search.ts';
import { id, named } from './fields.ts';
import { SEARCH_SHARD_COMPANIES, SEARCH_SHARD_FIRST } from './limits.ts';
import { measures, wholeNumber } from './measures.ts';

/** The schemas of the documents by which companies are found; `company-search.ts` has the rule. */

const prefix = z
  .string()
  .regex(new RegExp(`^[a-z0-9]{1,${MAX_PREFIX_LENGTH}}$`))
  .meta({ description: 'The beginning of a folded name, or of what stands in it from one of its words on.' });

export const companySearchSchema = z.object({
  company_count: wholeNumber(
    'Companies that can be found: all but those whose name has no letter and no digit.',
  ),
  max_prefix_length: z
    .literal(MAX_PREFIX_LENGTH)
    .meta({ description: 'No prefix is longer; a longer query asks for its beginning.' }),
  continued: z.array(prefix).meta({
    description:
      'Ascending: the prefixes whose shard doesn’t list all of its companies and has shards of one character more below it.',
  }),
});

export const companySearchShardSchema = z.object({
  prefix,
  company_count: wholeNumber('Companies that the prefix finds.'),
  complete: z.boolean().meta({ description: 'Whether all of them are listed.' }),
  companies: z
    .array(
      named(
        'FoundCompany',
        'A company as a shard lists it.',
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
