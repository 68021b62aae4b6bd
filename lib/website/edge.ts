import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTE_PARAMETERS, SITE_ROUTES } from '../../model/api/site-routes.ts';
import { type LiteralHeaders, PROBLEM_HEADERS } from '../api/headers.ts';
import { PROBLEMS, problemBody } from '../api/problems.ts';
import { DOWNLOAD_METHODS, DOWNLOAD_REQUEST_HEADERS, SITE_HEADERS } from './headers.ts';

/** CloudFront's limit for a function, in bytes. */
export const MAX_FUNCTION_BYTES = 10_240;

/** Files of the website other than pages. Their names contain no percent-encoded characters, so S3 uses exactly the name that matches here. */
const FILE = /^\/(?:favicon\.svg|robots\.txt|assets\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)$/;

/** A download, under its hash. */
const DOWNLOAD = /^\/downloads\/[0-9a-f]{64}\/[a-z_]+\.(?:csv|parquet)$/;

const STYLE =
  ':root{color-scheme:light dark}body{font:1.125rem/1.6 system-ui,sans-serif;max-width:36rem;margin:18vh auto;padding:0 1.5rem}' +
  'h1{font-size:2rem;line-height:1.2;margin:0 0 .5rem}p{margin:.5rem 0}a{color:inherit;text-underline-offset:.2em}';

/** The 404 page. It contains its own style, because the hashed names of the website's files are unknown here. */
const NOT_FOUND_PAGE =
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
  `<title>Not found - Movie statistics</title><style>${STYLE}</style></head><body><main><h1>Page not found</h1>` +
  '<p>The address may be mistyped, or the page may have been removed.</p>' +
  '<p><a href="/">All statistics</a> &middot; <a href="/docs">API documentation</a></p></main></body></html>';

/** Allows only the page's inline style, by its hash. */
const NOT_FOUND_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The code of the CloudFront function for the website and the downloads. It forwards known addresses and responds to all others
 * itself, so that readers never see S3's XML and the distribution needs no error pages, which would apply to the API too.
 */
export function edgeFunctionCode(): string {
  const constants = {
    HEADERS: SITE_HEADERS,
    PROBLEM: { headers: plainHeaders(PROBLEM_HEADERS), body: problemBody(PROBLEMS.notFound) },
    PAGE_NOT_FOUND: {
      headers: {
        'cache-control': 'no-store',
        'content-security-policy': NOT_FOUND_POLICY,
        'content-type': 'text/html; charset=utf-8',
      },
      body: NOT_FOUND_PAGE,
    },
    PREFLIGHT: {
      'access-control-allow-headers': DOWNLOAD_REQUEST_HEADERS.join(', '),
      'access-control-allow-methods': DOWNLOAD_METHODS.join(', '),
      'access-control-allow-origin': '*',
      // Browsers cache a preflight for at most one day.
      'access-control-max-age': '86400',
      allow: DOWNLOAD_METHODS.join(', '),
    },
  };
  return [
    `const PAGE = ${pagePattern()};`,
    `const FILE = ${FILE};`,
    `const DOWNLOAD = ${DOWNLOAD};`,
    ...Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`),
    readFileSync(join(import.meta.dirname, 'edge-function.js'), 'utf8'),
  ].join('\n');
}

/** Returns a pattern that matches the path of every page of the website. */
function pagePattern(): RegExp {
  const routes = Object.values(SITE_ROUTES).map((route) =>
    route.replaceAll(/\{(\w+)\}/g, (_, name: string) => `(?:${ROUTE_PARAMETERS[name]})`),
  );
  return new RegExp(`^(?:${routes.join('|')})$`);
}

/** API Gateway's literals as plain headers, with names in lower case for CloudFront. */
function plainHeaders(headers: LiteralHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, literal]) => [name.toLowerCase(), literal.slice(1, -1)]),
  );
}
