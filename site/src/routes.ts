import { ROUTE_PARAMETERS, SITE_ROUTES, type SiteRoute } from '../../model/api/site-routes.ts';

/** A route's pattern as the router writes it: `/year/:year`. */
export const routerPath = (route: SiteRoute): string => SITE_ROUTES[route].replace(/\{(\w+)\}/g, ':$1');

const wholePath = (pattern: string): string =>
  pattern.replace(/\{(\w+)\}/g, (_, name: string) => `(?:${ROUTE_PARAMETERS[name]})`);
const patterns = Object.values(SITE_ROUTES).map(wholePath);

const ADDRESSES = new RegExp(`^(?:${patterns.join('|')})$`);

/** Links that lead to a page of the website, with or without a query and a fragment; others are the browser's. */
export const PAGE_LINKS = new RegExp(`^(?:${patterns.join('|')}|(?=\\?))(?:\\?[^#]*)?(?:#.*)?$`);

/** Whether a path is one of a page: the same judgement as at the edge. */
export const isPage = (path: string): boolean => ADDRESSES.test(path);
