import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MAX_FUNCTION_BYTES } from '../../../lib/website/edge.ts';
import { CONTENT_SECURITY_POLICY } from '../../../lib/website/headers.ts';
import type { EdgeResult } from '../../../local/cdn/edge-function.ts';
import { SITE_ROUTES } from '../../../model/api/site-routes.ts';
import { only, synthesize } from '../synthesize.ts';
import { edgeOf } from './edge.ts';

const stack = synthesize();
const { Properties } = only(stack, 'AWS::CloudFront::Function');
const text: string = Properties.FunctionCode;
const edge = edgeOf(stack);

type Answer = Extract<EdgeResult, { status: number }>;

const ask = (uri: string, { method = 'GET', query = '', accept = '*/*' } = {}): EdgeResult =>
  edge({ method, uri, query, headers: { host: 'example.org', accept }, ip: '192.0.2.1' });
const answered = (...args: Parameters<typeof ask>): Answer => ask(...args) as Answer;

const HASH = 'a0'.repeat(32);
const HTML = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('The edge function', () => {
  it("is smaller than CloudFront's limit", () => {
    expect(Buffer.byteLength(text)).toBeLessThan(MAX_FUNCTION_BYTES);
    expect(Properties).toMatchObject({ AutoPublish: true, FunctionConfig: { Runtime: 'cloudfront-js-2.0' } });
  });

  it('uses only syntax that cloudfront-js-2.0 supports', () => {
    const [, code] = text.split(/(?=\/\/ CloudFront runs this)/);
    for (const unknown of [
      /\bfor\s*\([^;]*\bof\b/,
      /\?\./,
      /\?\?/,
      /\.\.\./,
      /\b(?:const|let) *[{[]/,
      /\bclass\b/,
    ]) {
      expect(code).not.toMatch(unknown);
    }
  });

  it.each([
    ...Object.values(SITE_ROUTES).filter((route) => !route.includes('{')),
    '/year/1995',
    '/year/1',
    '/year/9999',
    '/year/unknown',
    '/genre/drama',
    '/genre/science-fiction',
    '/genre/foreign-10769',
    '/company/1',
    '/company/999999999999999',
    '/ranking/year/total-revenue',
    '/ranking/company/return-on-budget',
  ])('returns the page for %s', (uri) => {
    expect(ask(uri)).toEqual({ uri: '/index.html' });
    expect(ask(uri, { method: 'HEAD' })).toEqual({ uri: '/index.html' });
  });

  it('ignores the query of a page', () => {
    expect(ask('/genre', { query: 'compare=drama,comedy' })).toEqual({ uri: '/index.html' });
  });

  it.each([
    '/assets/index-_njtj0kP.js',
    '/assets/index-Bx1.css.map',
    '/favicon.svg',
    '/robots.txt',
    `/downloads/${HASH}/company_year.csv`,
    `/downloads/${HASH}/year.parquet`,
  ])('forwards the request for the file %s unchanged', (uri) => {
    expect(ask(uri)).toEqual({ uri });
  });

  it.each([
    '/nope',
    '/index.html',
    '/year/0',
    '/year/01995',
    '/year/10000',
    '/year/1995/x',
    '/Year',
    '/genre/Drama',
    '/genre/-drama',
    '/genre/dra--ma',
    '/company/0',
    '/company/1234567890123456',
    '/company/x',
    '/ranking/year',
    '/ranking/movie/total-revenue',
    '/ranking/year/total_revenue',
    '/year%2f1995',
    '/%79ear',
    '/year\n',
    '//year',
    '//example.org/',
    '/./year',
    '/x/../year',
    '/year/..',
    '/v1/stats',
    '/assets',
    '/assets/',
    '/assets/../index.html',
    '/assets/a/b.js',
    '/assets/.env',
    '/assets/%2e%2e/index.html',
    '/assets/a%00.js',
    '/favicon.ico',
    '/robots.txt/',
    '/downloads/x',
    `/downloads/${HASH}`,
    `/downloads/${HASH}/`,
    `/downloads/${HASH}/year.json`,
    `/downloads/${HASH}/Year.csv`,
    `/downloads/${HASH}/year.csv.gz`,
    `/downloads/${HASH.toUpperCase()}/year.csv`,
    `/downloads/${HASH}0/year.csv`,
    `/downloads/${HASH}/../../months/2026-10.json`,
    `/downloads/..%2fmonths%2f2026-10.json`,
    `/downloads//${HASH}/year.csv`,
    '',
    '*',
  ])('returns 404 for %j', (uri) => {
    expect(answered(uri).status).toBe(404);
  });

  it("returns the API's problem document as the 404 for clients other than browsers", () => {
    const { headers, body } = answered('/nope');

    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
    });
    expect(JSON.parse(body.toString())).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'No resource has this path; /v1/ lists every path of the API.',
    });
  });

  it('returns a self-contained 404 page to browsers, whose policy allows only its own style', () => {
    const { status, headers, body } = answered('/nope', { accept: HTML });
    const [, style] = /<style>(.*?)<\/style>/.exec(body.toString())!;
    const hash = createHash('sha256').update(style!).digest('base64');

    expect(status).toBe(404);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
    });
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(body.toString()).toMatch(/^<!doctype html><html lang="en">.*<\/html>$/s);
    expect(body.toString()).not.toMatch(/<script|<link|<img| style=|url\(/);
  });

  it('returns no page for a request without an Accept header', () => {
    const result = edge({ method: 'GET', uri: '/nope', query: '', headers: {}, ip: '192.0.2.1' }) as Answer;

    expect(result.headers['content-type']).toBe('application/problem+json');
  });

  it.each(['*/*', HTML])('returns no body for HEAD with Accept: %s', (accept) => {
    const { status, body } = answered('/nope', { method: 'HEAD', accept });

    expect([status, body.byteLength]).toEqual([404, 0]);
  });

  it.each([
    ['/year/', '', '/year'],
    ['/year/1995/', '', '/year/1995'],
    ['/downloads/', '', '/downloads'],
    ['//', '', '/'],
    ['/genre/', 'compare=drama%2Ccomedy&x&y=', '/genre?compare=drama%2Ccomedy&x&y'],
    ['/genre/', 'a=1&a=2', '/genre?a=1&a=2'],
  ])('redirects %s?%s to %s', (uri, query, location) => {
    const { status, headers } = answered(uri, { query });

    expect([status, headers.location]).toEqual([301, location]);
  });

  it.each(['/nope/', '//example.org/year/', '/year//', '/assets/x.js/'])(
    'does not redirect the unknown path %s',
    (uri) => {
      expect(answered(uri).status).toBe(404);
    },
  );

  it('responds to the CORS preflight of a download', () => {
    const { status, headers, body } = answered(`/downloads/${HASH}/year.csv`, { method: 'OPTIONS' });

    expect([status, body.byteLength]).toEqual([204, 0]);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      'access-control-allow-headers': 'If-Match, If-None-Match, If-Range, Range',
    });
  });

  it.each([
    ['a redirect', '/year/', {}],
    ['a problem', '/nope', {}],
    ['a page', '/nope', { accept: HTML }],
    ['a preflight', `/downloads/${HASH}/year.csv`, { method: 'OPTIONS' }],
  ])('adds the headers of the website to %s', (_, uri, options) => {
    expect(answered(uri, options).headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'referrer-policy': 'strict-origin-when-cross-origin',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });
});

it('The content security policy of the pages allows no inline code and no other origins', () => {
  expect(CONTENT_SECURITY_POLICY).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});
