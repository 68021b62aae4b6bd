/**
 * The addresses that the website has, as patterns of whole paths. The function at the edge lets these through to the one
 * page, whose router knows the same; whatever else is asked for isn't there.
 */
export const SITE_ROUTES = {
  overview: '/',
  years: '/year',
  year: '/year/{year}',
  genres: '/genre',
  genre: '/genre/{slug}',
  companies: '/company',
  company: '/company/{id}',
  rankings: '/ranking',
  ranking: '/ranking/{group}/{measure}',
  downloads: '/downloads',
  docs: '/docs',
  status: '/status',
  about: '/about',
} as const;
export type SiteRoute = keyof typeof SITE_ROUTES;

/** What stands for a parameter of a route, as the source of a regular expression. */
export const ROUTE_PARAMETERS: Readonly<Record<string, string>> = {
  year: '[1-9][0-9]{0,3}|unknown',
  slug: '[a-z0-9]+(?:-[a-z0-9]+)*',
  id: '[1-9][0-9]{0,14}',
  group: 'year|genre|company',
  measure: '[a-z]+(?:-[a-z]+)*',
};
