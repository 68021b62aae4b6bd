/**
 * The pages of the website as patterns of whole paths. The CloudFront function serves the HTML page for these paths and
 * returns 404 for others. The website's router uses the same patterns.
 */
export const SITE_ROUTES = {
  overview: '/',
  years: '/year',
  year: '/year/{year}',
  decades: '/decade',
  decade: '/decade/{decade}',
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

/** The pattern of each route parameter, as the source of a regular expression. */
export const ROUTE_PARAMETERS: Readonly<Record<string, string>> = {
  year: '[1-9][0-9]{0,3}|unknown',
  decade: '0|[1-9][0-9]{0,2}0',
  slug: '[a-z0-9]+(?:-[a-z0-9]+)*',
  id: '[1-9][0-9]{0,14}',
  group: 'year|genre|company',
  measure: '[a-z]+(?:-[a-z]+)*',
};
