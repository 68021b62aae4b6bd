import { RANKING_LENGTH } from './limits.ts';
import type { measures } from './measures.ts';

/** The list of rankings: every group by every measure. */

/** The kinds of groups that are ranked. */
export const RANKED_GROUPS = ['year', 'genre', 'company'] as const;
export type RankedGroup = (typeof RANKED_GROUPS)[number];

/** The ranked measures: the flat block, and one that only rankings have. */
export type RankedMeasure = keyof typeof measures.shape | 'return_on_budget';

/** The minimum that a group must reach to be ranked, so that a genre with a single movie can't be first. */
export interface Minimum {
  readonly field: 'movie_count' | 'movies_with_both' | 'known_budget';
  readonly at_least: number;
}

interface Ranked {
  /** As the end of a title: "Genres by total revenue". */
  readonly title: string;
  /** As the end of "The genres with the highest …". */
  readonly quantity: string;
  readonly minimums: readonly Minimum[];
}

const ENOUGH_MOVIES: readonly Minimum[] = [{ field: 'movie_count', at_least: 10 }];

/** The measures that are ranked, in the order in which they are listed. */
export const RANKED_MEASURES: Readonly<Record<RankedMeasure, Ranked>> = {
  movie_count: { title: 'number of movies', quantity: 'number of movies', minimums: [] },
  movies_with_budget: {
    title: 'movies with a budget',
    quantity: 'number of movies whose budget is known',
    minimums: [],
  },
  movies_with_revenue: {
    title: 'movies with a revenue',
    quantity: 'number of movies whose revenue is known',
    minimums: [],
  },
  movies_with_both: {
    title: 'movies with budget and revenue',
    quantity: 'number of movies whose budget and revenue are both known',
    minimums: [],
  },
  total_budget: { title: 'total budget', quantity: 'sum of budgets in US dollars', minimums: [] },
  total_revenue: { title: 'total revenue', quantity: 'sum of revenues in US dollars', minimums: [] },
  total_profit: {
    title: 'total profit',
    quantity: 'sum of revenue − budget in US dollars, zeros that mean unknown included',
    minimums: [],
  },
  known_profit: {
    title: 'known profit',
    quantity: 'sum of revenue − budget in US dollars over the movies whose budget and revenue are both known',
    minimums: [],
  },
  average_popularity: {
    title: 'average popularity',
    quantity: 'mean popularity, among those with 10 movies or more',
    minimums: ENOUGH_MOVIES,
  },
  average_vote: {
    title: 'average vote',
    quantity: 'mean vote weighted by the number of votes, among those with 10 movies or more',
    minimums: ENOUGH_MOVIES,
  },
  return_on_budget: {
    title: 'return on budget',
    quantity:
      'profit per US dollar of budget over the movies whose budget and revenue are both known, among those with five such movies and 1,000,000 US dollars of budget or more',
    minimums: [
      { field: 'movies_with_both', at_least: 5 },
      { field: 'known_budget', at_least: 1_000_000 },
    ],
  },
};

const GROUP_NAMES: Readonly<Record<RankedGroup, string>> = {
  year: 'release years',
  genre: 'genres',
  company: 'production companies',
};

/** One ranking: a kind of group by a measure, with texts for people. */
export interface Ranking {
  readonly group: RankedGroup;
  readonly measure: RankedMeasure;
  /** `Release years by total revenue`. */
  readonly title: string;
  /** One sentence. */
  readonly description: string;
  readonly minimums: readonly Minimum[];
  /** The measure as a path segment: `total-revenue`. */
  readonly segment: string;
}

/** The measures that are ranked, as path segments. */
export const RANKING_SEGMENTS: readonly string[] = Object.keys(RANKED_MEASURES).map(segmentOf);

/** Every ranking of a group. */
export function rankingsOf(group: RankedGroup): Ranking[] {
  return (Object.keys(RANKED_MEASURES) as RankedMeasure[]).map((measure) => {
    const { title, quantity, minimums } = RANKED_MEASURES[measure];
    const groups = GROUP_NAMES[group];
    return {
      group,
      measure,
      title: `${groups.charAt(0).toUpperCase()}${groups.slice(1)} by ${title}`,
      description: `The ${groups} with the highest ${quantity}; at most ${RANKING_LENGTH}.`,
      minimums,
      segment: segmentOf(measure),
    };
  });
}

function segmentOf(measure: string): string {
  return measure.replaceAll('_', '-');
}
