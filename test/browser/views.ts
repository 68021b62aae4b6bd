import type { SiteRoute } from '../../model/api/site-routes.ts';
import type { Site } from './site.ts';

interface Group {
  readonly movie_count: number;
}

/** The groups of movies in the API. */
export interface Groups {
  readonly years: readonly (Group & { readonly year: number | null })[];
  readonly decades: readonly (Group & { readonly decade: number | null })[];
  readonly genres: readonly (Group & { readonly slug: string })[];
  readonly companies: readonly (Group & { readonly id: number })[];
}

/** A page to test with its route and its path, which depends on the groups. */
export type View = readonly [name: string, route: SiteRoute, path: (groups: Groups) => string];

/** Every page of the website, for the largest and the least common groups. */
export const VIEWS: readonly View[] = [
  ['the overview', 'overview', () => '/'],
  ['all years', 'years', () => '/year'],
  ['the largest year', 'year', ({ years }) => `/year/${largest(years).year ?? 'unknown'}`],
  ['the first year', 'year', ({ years }) => `/year/${years[0]?.year ?? 'unknown'}`],
  ['the unknown year', 'year', () => '/year/unknown'],
  ['all decades', 'decades', () => '/decade'],
  [
    'the last decade',
    'decade',
    ({ decades }) => `/decade/${decades.findLast(({ decade }) => decade !== null)!.decade}`,
  ],
  ['all genres', 'genres', () => '/genre'],
  ['six genres compared', 'genres', ({ genres }) => `/genre?compare=${slugs(genres).slice(-6).join(',')}`],
  ['the largest genre', 'genre', ({ genres }) => `/genre/${largest(genres).slug}`],
  ['companies', 'companies', () => '/company'],
  ['search results', 'companies', () => '/company?q=a'],
  ['the largest company', 'company', ({ companies }) => `/company/${largest(companies).id}`],
  ['the last company', 'company', ({ companies }) => `/company/${companies.at(-1)!.id}`],
  ['rankings', 'rankings', () => '/ranking'],
  ['a ranking of years', 'ranking', () => '/ranking/year/total-revenue'],
  ['a ranking of genres', 'ranking', () => '/ranking/genre/return-on-budget'],
  ['a ranking of companies', 'ranking', () => '/ranking/company/known-profit'],
  ['downloads', 'downloads', () => '/downloads'],
  ['the reference of the API', 'docs', () => '/docs'],
  ['the status', 'status', () => '/status'],
  ['about the figures', 'about', () => '/about'],
];

const largest = <T extends Group>(groups: readonly T[]): T =>
  groups.toSorted((a, b) => b.movie_count - a.movie_count)[0]!;
const slugs = (genres: Groups['genres']): string[] => genres.map(({ slug }) => slug);

/** Reads the groups from the API. */
export async function groupsOf(site: Site): Promise<Groups> {
  const [years, decades, genres, companies] = await Promise.all([
    site.json<Pick<Groups, 'years'>>('/v1/stats/year'),
    site.json<Pick<Groups, 'decades'>>('/v1/stats/decade'),
    site.json<Pick<Groups, 'genres'>>('/v1/stats/genre'),
    site.json<Pick<Groups, 'companies'>>('/v1/stats/company'),
  ]);
  return { ...years, ...decades, ...genres, ...companies };
}
