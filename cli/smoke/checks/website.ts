import { gunzipSync } from 'node:zlib';
import { ENDPOINTS } from '../../../model/api/endpoints.ts';
import { type Check, faultsOf, problemFaults, unequal, wrongHeader } from '../check.ts';
import { forAll, type Reply } from '../http.ts';
import type { Served } from '../served.ts';

const HTML = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** Faults of the security headers of a response of the website. */
const siteHeaderFaults = (reply: Reply): (string | null)[] => [
  wrongHeader(reply, 'content-security-policy', /default-src 'none'/),
  wrongHeader(reply, 'cross-origin-opener-policy', 'same-origin'),
  wrongHeader(reply, 'permissions-policy', /camera=\(\)/),
  wrongHeader(reply, 'referrer-policy', 'strict-origin-when-cross-origin'),
  wrongHeader(reply, 'strict-transport-security', 'max-age=31536000'),
  wrongHeader(reply, 'x-content-type-options', 'nosniff'),
  wrongHeader(reply, 'x-frame-options', 'DENY'),
];

/** Addresses of pages. They return 200 even if their data does not exist, because the page requests its data in the browser. */
const PAGES = [
  '/',
  '/year',
  '/year/1995',
  '/genre?compare=drama,comedy',
  '/company/3',
  '/downloads',
  '/docs',
];

const NOT_THERE = [
  '/nope',
  '/year/0',
  '/company/x',
  '/index.html',
  '/downloads/x',
  '/live/v1/stats',
  '/slots/blue.json',
];

const TRICKS = [
  '/..%2f..',
  '//v1/stats',
  '/%76%31/stats',
  '/v1%2fstats',
  '/V1/stats',
  '/%00',
  '/year%00',
  '/year/1995%0d%0aX-Injected:%20yes',
  '/%',
  '/%zz',
  '/../../package.json',
  '/x/../v1/stats',
  '/v1/../months/2026-10.json',
  '/./year',
  '/year/.',
  '//example.org/..',
  '/assets/../index.html',
  '/assets/..%2findex.html',
  '/assets/%2e%2e/index.html',
  '/downloads/../months/2026-10.json',
  '/downloads/..%2fmonths%2f2026-10.json',
  '/downloads/%2e%2e/slots/blue.json',
  `/downloads/${'0'.repeat(64)}/..%2f..%2f..%2fslots%2fblue.json`,
  '/cdn-cgi/local/r2/s3/',
  `/${'a'.repeat(4_000)}`,
];

const FORBIDDEN_IN_PAGES = /<style|<script(?![^>]*\bsrc=)|\bstyle=|\bon\w+="|https?:\/\/(?!www\.w3\.org)/i;

/** Checks of the website, and of the API and the downloads at its address. */
export const WEBSITE_CHECKS: readonly Check[] = [
  {
    name: 'website: every page address returns the page with its headers, revalidated on each visit',
    needs: ['website'],
    async faults({ ask }) {
      const faults = await forAll(PAGES, async (path) => {
        const reply = await ask(path, { headers: HTML });
        const { etag = '' } = reply.headers;
        const again = await ask(path, { headers: { 'If-None-Match': etag } });
        return faultsOf(
          path,
          unequal('its status', reply.status, 200),
          ...siteHeaderFaults(reply),
          wrongHeader(reply, 'content-type', /^text\/html/),
          wrongHeader(reply, 'cache-control', 'no-cache'),
          etag === '' ? 'it has no ETag' : unequal('its status for its own ETag', again.status, 304),
          /^<!doctype html>/i.test(reply.text) ? null : 'it is not an HTML page',
        );
      });
      return faults.flat();
    },
  },
  {
    name: 'website: the page contains nothing that its content security policy forbids',
    needs: ['website'],
    async faults({ ask }) {
      const [found] = FORBIDDEN_IN_PAGES.exec((await ask('/')).text) ?? [];
      return faultsOf('/', found === undefined ? null : `it contains ${found}`);
    },
  },
  {
    name: 'website: HEAD has no body, a trailing slash redirects to the page, other methods are rejected',
    needs: ['website'],
    async faults({ ask }) {
      const head = await ask('/year', { method: 'HEAD' });
      const slash = await ask('/genre/?compare=drama%2Ccomedy');
      const others = await forAll(['POST', 'PUT', 'DELETE'], async (method) =>
        faultsOf(`${method} /year`, unequal('its status', (await ask('/year', { method })).status, 403)),
      );
      return [
        ...faultsOf(
          'HEAD /year',
          unequal('its status', head.status, 200),
          unequal('the length of its body', head.body.length, 0),
        ),
        ...faultsOf(
          '/genre/',
          unequal('its status', slash.status, 301),
          wrongHeader(slash, 'location', '/genre?compare=drama%2Ccomedy'),
        ),
        ...others.flat(),
      ];
    },
  },
  {
    name: 'website: files with hashed names are immutable and compressed',
    needs: ['website'],
    async faults({ ask }) {
      const [, path = '/none'] = /src="(\/assets\/[^"]+\.js)"/.exec((await ask('/')).text) ?? [];
      const reply = await ask(path);
      const compressed = await ask(path, { headers: { 'Accept-Encoding': 'gzip' } });
      const again = await ask(path, { headers: { 'If-None-Match': String(compressed.headers.etag) } });
      const isGzip = compressed.headers['content-encoding'] === 'gzip';
      return faultsOf(
        path,
        unequal('its status', reply.status, 200),
        ...siteHeaderFaults(reply),
        wrongHeader(reply, 'content-type', /^(text|application)\/javascript/),
        wrongHeader(reply, 'cache-control', 'public, max-age=31536000, immutable'),
        wrongHeader(compressed, 'content-encoding', 'gzip'),
        isGzip
          ? unequal('that it decompresses to the file', gunzipSync(compressed.body).equals(reply.body), true)
          : null,
        unequal('its status for its own ETag', again.status, 304),
      );
    },
  },
  {
    name: "website: a file that does not exist is the API's problem, not S3's XML",
    needs: ['website'],
    onlyAws: true,
    async faults({ ask }) {
      const path = '/assets/none-12345678.js';
      const faults = await forAll([{}, HTML], async (headers) =>
        problemFaults(path, await ask(path, { headers }), 404),
      );
      return faults.flat();
    },
  },
  {
    name: 'website: an unknown address is a problem for programs and a page for browsers',
    needs: ['website'],
    async faults({ ask }) {
      const faults = await forAll(NOT_THERE, async (path) => {
        const page = await ask(path, { headers: HTML });
        return [
          ...problemFaults(path, await ask(path), 404),
          ...faultsOf(
            `${path} for browsers`,
            unequal('its status', page.status, 404),
            ...siteHeaderFaults(page),
            wrongHeader(page, 'content-type', 'text/html; charset=utf-8'),
            wrongHeader(page, 'cache-control', 'no-store'),
          ),
        ];
      });
      return faults.flat();
    },
  },
  {
    name: 'website: dots, slashes and other escapes reach nothing',
    needs: ['website'],
    onlyAws: true,
    async faults(served) {
      const faults = await forAll(TRICKS, async (path) => trickFaults(served, path, await served.ask(path)));
      return faults.flat();
    },
  },
  {
    name: 'website: the API keeps its ETags, compression and CORS behind CloudFront',
    needs: ['website', 'release'],
    onlyAws: true,
    async faults({ ask }) {
      const { path } = ENDPOINTS.years;
      const plain = await ask(path);
      const compressed = await ask(path, {
        headers: { 'Accept-Encoding': 'br, gzip', Origin: 'https://example.org' },
      });
      const isGzip = compressed.headers['content-encoding'] === 'gzip';
      // One of the two responses may be cached from the previous release. Then they are not compared.
      const sameRelease = plain.headers.etag === compressed.headers.etag;
      const [slash, none] = [await ask('/v1/'), await ask('/v1')];
      return faultsOf(
        path,
        wrongHeader(plain, 'etag', /^"/),
        wrongHeader(compressed, 'etag', /^"/),
        wrongHeader(compressed, 'content-encoding', 'gzip'),
        wrongHeader(compressed, 'access-control-allow-origin', '*'),
        wrongHeader(compressed, 'access-control-expose-headers', 'ETag'),
        wrongHeader(compressed, 'x-content-type-options', 'nosniff'),
        wrongHeader(compressed, 'strict-transport-security', 'max-age=31536000'),
        unequal('content-security-policy', compressed.headers['content-security-policy'], undefined),
        isGzip && sameRelease
          ? unequal(
              'that it decompresses to the document',
              gunzipSync(compressed.body).toString() === plain.text,
              true,
            )
          : null,
        unequal('that /v1 is /v1/', none.text === slash.text, true),
      );
    },
  },
];

/** CloudFront may reject an invalid address by itself, and resolves dots first. */
function trickFaults({ emulated }: Served, path: string, reply: Reply): string[] {
  if (emulated) return problemFaults(path, reply, 404);
  return faultsOf(
    path,
    [400, 403, 404, 414].includes(reply.status) || /^text\/html/.test(String(reply.headers['content-type']))
      ? null
      : `answers ${reply.status}: ${reply.text.slice(0, 120)}`,
    unequal('x-injected', reply.headers['x-injected'], undefined),
    /run_id|"dependencies"|<\?xml/.test(reply.text) ? `it reveals: ${reply.text.slice(0, 120)}` : null,
  );
}
