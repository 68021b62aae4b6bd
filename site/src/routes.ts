import { ROUTE_PARAMETERS, SITE_ROUTES, type SiteRoute } from '../../model/api/site-routes.ts';

/** Returns the pattern of a route in the router's notation: `/year/:year`. */
export const routerPath = (route: SiteRoute): string => SITE_ROUTES[route].replace(/\{(\w+)\}/g, ':$1');

const wholePath = (pattern: string): string =>
  pattern.replace(/\{(\w+)\}/g, (_, name: string) => `(?:${ROUTE_PARAMETERS[name]})`);
const patterns = Object.values(SITE_ROUTES).map(wholePath);

const ADDRESSES = new RegExp(`^(?:${patterns.join('|')})$`);

/** Matches links to pages of the website, with or without query and fragment. The browser follows all other links. */
export const PAGE_LINKS = new RegExp(`^(?:${patterns.join('|')}|(?=\\?))(?:\\?[^#]*)?(?:#.*)?$`);

/** Returns whether a path is a page. The CloudFront function uses the same patterns. */
export const isPage = (path: string): boolean => ADDRESSES.test(path);
