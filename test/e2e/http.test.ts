import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvOf, listCell, type Row } from '../reference/sample.ts';
import { monthSucceeds, type Server, serve, temporaryFolder } from './commands.ts';
import { dropOf, optionsFor } from './drops.ts';
import { send } from './http.ts';
import { expectProblem } from './problem.ts';

const rows: Row[] = Array.from({ length: 60 }, (_, index) => ({
  id: String(index + 1),
  title: `Movie ${index}`,
  release_date: `${1980 + index}-05-06`,
  revenue: String(index * 1000),
  genres: listCell([18, 'Drama']),
  production_companies: listCell([3, 'Pixar']),
}));
const KNOWN = [
  '/v1/',
  '/v1/openapi.json',
  '/v1/status',
  '/v1/stats',
  '/v1/stats/year',
  '/v1/stats/year/1995',
  '/v1/stats/genre',
  '/v1/stats/genre/drama',
  '/v1/stats/company',
  '/v1/stats/company/page/1',
  '/v1/stats/company/3',
  '/v1/downloads',
  '/v1/stats/company/search',
  '/v1/stats/company/search/p',
  '/v1/stats/ranking',
  '/v1/stats/ranking/year/total-revenue',
  '/v1/stats/ranking/genre/movie-count',
  '/v1/stats/ranking/company/return-on-budget',
];
const METHODS = ['GET', 'HEAD', 'OPTIONS'];
const list = (header: string | undefined): string[] => (header ?? '').split(',').map((item) => item.trim());

const dataDir = temporaryFolder();
let server: Server;
const get = (path: string, headers: Record<string, string> = {}) => send(server.url, path, { headers });

beforeAll(async () => {
  server = await serve(dataDir);
});
afterAll(() => server?.stop());

describe('before the first release', () => {
  it.each(KNOWN)('%s is not there yet', async (path) => {
    expectProblem(await get(path), 404);
  });
});

describe('a release', () => {
  beforeAll(async () => {
    await monthSucceeds(...optionsFor(dropOf('2026-10', csvOf(rows)), dataDir));
  });

  describe.each(KNOWN)('%s', (path) => {
    it('answers GET with the promised headers', async () => {
      const { status, headers, body, text } = await get(path);
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'cache-control': 'public, max-age=300',
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'ETag',
      });
      expect(headers.etag).toMatch(/^"[^"]+"$/);
      expect(list(headers.vary)).toContain('Accept-Encoding');
      expect(() => JSON.parse(text)).not.toThrow();
      expect(body.length).toBeLessThanOrEqual(5_000_000);
    });

    it('answers HEAD as GET, without a body', async () => {
      const [got, head] = [await get(path), await send(server.url, path, { method: 'HEAD' })];
      expect(head.status).toBe(200);
      expect(head.body).toHaveLength(0);
      for (const name of [
        'content-type',
        'etag',
        'cache-control',
        'access-control-allow-origin',
        'vary',
      ] as const) {
        expect(head.headers[name]).toBe(got.headers[name]);
      }
    });

    it('answers 304 without a body to whoever has it', async () => {
      const { etag } = (await get(path)).headers;
      for (const method of ['GET', 'HEAD']) {
        const { status, headers, body } = await send(server.url, path, {
          method,
          headers: { 'If-None-Match': etag! },
        });
        expect({ method, status, length: body.length }).toEqual({ method, status: 304, length: 0 });
        expect(headers).toMatchObject({
          etag,
          'access-control-allow-origin': '*',
          'cache-control': 'public, max-age=300',
        });
      }
    });

    it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('answers %s with 405 and Allow', async (method) => {
      const reply = await send(server.url, path, { method });
      expectProblem(reply, 405);
      expect(list(reply.headers.allow).toSorted()).toEqual(METHODS.toSorted());
    });

    it('answers a CORS preflight', async () => {
      const { status, headers } = await send(server.url, path, {
        method: 'OPTIONS',
        headers: {
          Origin: 'https://example.org',
          'Access-Control-Request-Method': 'GET',
          'Access-Control-Request-Headers': 'if-none-match',
        },
      });
      expect([200, 204]).toContain(status);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(list(headers['access-control-allow-methods'])).toEqual(expect.arrayContaining(['GET', 'HEAD']));
      expect(list(headers['access-control-allow-headers']?.toLowerCase())).toContain('if-none-match');
    });
  });

  it.each([
    ['in a list', (etag: string) => `"other", ${etag}`, 304],
    ['as a weak one', (etag: string) => `W/${etag}`, 304],
    ['as any', () => '*', 304],
    ['of another document', () => '"other"', 200],
    ['without its quotes', (etag: string) => etag.slice(1, -2), 200],
  ])('an ETag %s in If-None-Match', async (_, header, expected) => {
    const { etag } = (await get('/v1/stats')).headers;
    const { status, body } = await get('/v1/stats', { 'If-None-Match': header(etag!) });
    expect(status).toBe(expected);
    expect(body.length > 0).toBe(expected === 200);
  });

  it('If-None-Match makes nothing of what is not there', async () => {
    expectProblem(await get('/v1/stats/year/1066', { 'If-None-Match': '*' }), 404);
  });

  it.each(['gzip', 'gzip, deflate, br', 'gzip;q=0.5', 'GZIP'])('is compressed for %j', async (accepted) => {
    const plain = await get('/v1/stats/year', { 'Accept-Encoding': 'identity' });
    const { headers, body } = await get('/v1/stats/year', { 'Accept-Encoding': accepted });
    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(body).toString()).toBe(plain.text);
  });

  it.each(['identity', '', 'gzip;q=0', 'compress', undefined])(
    'is not compressed for %j',
    async (accepted) => {
      const { headers, text } = await get(
        '/v1/stats/year',
        accepted === undefined ? {} : { 'Accept-Encoding': accepted },
      );
      expect(headers['content-encoding']).toBeUndefined();
      expect(() => JSON.parse(text)).not.toThrow();
    },
  );

  it('the ETag of a compressed answer makes a 304 too', async () => {
    const headers = { 'Accept-Encoding': 'gzip' };
    const { etag } = (await get('/v1/stats/year', headers)).headers;
    expect((await get('/v1/stats/year', { ...headers, 'If-None-Match': etag! })).status).toBe(304);
  });

  it('a query changes nothing', async () => {
    const plain = await get('/v1/stats');
    const queried = await get('/v1/stats?prefix=x&versionId=1&acl');
    expect([queried.status, queried.text]).toEqual([200, plain.text]);
  });

  it('the index names every kind of path, with examples of the right kind', async () => {
    const { paths } = JSON.parse((await get('/v1/')).text);
    expect(paths.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['/v1/status', '/v1/stats', '/v1/stats/year/{year}', '/v1/stats/genre/{slug}']),
    );
    const openapi = JSON.parse((await get('/v1/openapi.json')).text);
    expect(openapi.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(openapi.paths).toSorted()).toEqual(
      paths.map(({ path }: { path: string }) => path).toSorted(),
    );
  });
});
