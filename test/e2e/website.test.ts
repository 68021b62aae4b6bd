import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvOf, listCell } from '../reference/sample.ts';
import { monthSucceeds, type Server, serve, temporaryFolder } from './commands.ts';
import { dropOf, optionsFor } from './drops.ts';
import { type Reply, send } from './http.ts';
import { expectProblem } from './problem.ts';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';
const rows = Array.from({ length: 40 }, (_, index) => ({
  id: String(index + 1),
  title: `Movie ${index}`,
  release_date: `${1980 + index}-05-06`,
  revenue: String(index * 1000),
  genres: listCell([18, 'Drama']),
  production_companies: listCell([3, 'Pixar']),
}));

const dataDir = temporaryFolder();
let server: Server;
const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
  send(server.url, path, { method, headers });
/** The address of the page's own script. */
const script = async (): Promise<string> => /src="(\/assets\/[^"]+\.js)"/.exec((await get('/')).text)![1]!;

/** What every answer of the website's own addresses says to browsers. */
function expectSiteHeaders({ headers }: Reply): void {
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'referrer-policy': 'strict-origin-when-cross-origin',
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
}

beforeAll(async () => {
  server = await serve(dataDir);
});
afterAll(() => server?.stop());

describe('before the first release', () => {
  it('the page is there, and nothing to show on it', async () => {
    expect((await get('/')).status).toBe(200);
    expectProblem(await get('/v1/stats'), 404);
    expectProblem(await get(`/downloads/${'0'.repeat(64)}/year.csv`), 404);
  });
});

describe('a page', () => {
  it.each(['/', '/year', '/year/1995', '/genre?compare=drama,comedy', '/company/3', '/downloads', '/docs'])(
    '%s is the one page, asked for anew every time',
    async (path) => {
      const reply = await get(path, { Accept: HTML });

      expect(reply.status).toBe(200);
      expectSiteHeaders(reply);
      expect(reply.headers).toMatchObject({
        'content-type': expect.stringContaining('text/html'),
        'cache-control': 'no-cache',
        etag: expect.stringMatching(/^"/),
      });
      expect(reply.text).toMatch(/^<!doctype html>/i);
      expect((await get(path, { 'If-None-Match': reply.headers.etag! })).status).toBe(304);
    },
  );

  it('has nothing in it that its own policy would forbid', async () => {
    const { text } = await get('/');

    expect(text).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\bstyle=|\bon\w+="|https?:\/\/(?!www\.w3\.org)/i);
  });

  it('answers HEAD without a body', async () => {
    const { status, body } = await get('/year', {}, 'HEAD');
    expect([status, body.byteLength]).toEqual([200, 0]);
  });

  it('with a slash at its end leads to the one without', async () => {
    const { status, headers } = await get('/genre/?compare=drama%2Ccomedy');
    expect([status, headers.location]).toEqual([301, '/genre?compare=drama%2Ccomedy']);
  });

  it.each(['POST', 'PUT', 'DELETE'])('takes no %s', async (method) => {
    expect((await get('/year', {}, method)).status).toBe(403);
  });
});

describe('a file of the page', () => {
  it('is kept for good, compressed', async () => {
    const path = await script();
    const reply = await get(path);

    expect(reply.status).toBe(200);
    expectSiteHeaders(reply);
    expect(reply.headers).toMatchObject({
      'content-type': 'text/javascript',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    const compressed = await get(path, { 'Accept-Encoding': 'gzip' });
    expect(compressed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(compressed.body)).toEqual(reply.body);
    expect((await get(path, { 'If-None-Match': compressed.headers.etag! })).status).toBe(304);
  });

  it.each([{}, { Accept: HTML }])('that is not there is a problem, never XML (%j)', async (headers) => {
    expectProblem(await get('/assets/none-12345678.js', headers), 404);
  });
});

describe('what is not there', () => {
  it.each([
    '/nope',
    '/year/0',
    '/company/x',
    '/index.html',
    '/downloads/x',
    '/live/v1/stats',
    '/slots/blue.json',
  ])('%s is a problem for programs and a page for people', async (path) => {
    expectProblem(await get(path), 404);
    const page = await get(path, { Accept: HTML });
    expect(page.status).toBe(404);
    expectSiteHeaders(page);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
  });

  it.each([
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
  ])('%s leads nowhere', async (path) => {
    const reply = await get(path);

    expectProblem(reply, 404);
    expect(reply.headers['x-injected']).toBeUndefined();
  });

  it('of the absolute form is what it is without it', async () => {
    expect((await get(`${server.url}/year`)).status).toBe(200);
    expectProblem(await get(`${server.url}/nope`), 404);
  });
});

describe('a release', () => {
  interface File {
    readonly path: string;
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly media_type: string;
  }
  let files: readonly File[];

  beforeAll(async () => {
    await monthSucceeds(...optionsFor(dropOf('2026-10', csvOf(rows)), dataDir));
    const { tables } = JSON.parse((await get('/v1/downloads')).text) as {
      tables: readonly { files: readonly File[] }[];
    };
    files = tables.flatMap((table) => table.files);
  });

  it('can be taken away, file by file, each under its own hash', async () => {
    expect(files.length).toBeGreaterThanOrEqual(14);
    for (const { path, name, bytes, sha256, media_type } of files) {
      const { status, headers, body } = await get(path, { Origin: 'https://example.org' });

      expect({ path, status, bytes: body.byteLength }).toEqual({ path, status: 200, bytes });
      expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
      expect(headers).toMatchObject({
        'content-type': media_type,
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'public, max-age=31536000, immutable',
        'access-control-allow-origin': '*',
        'x-content-type-options': 'nosniff',
        'strict-transport-security': 'max-age=31536000',
      });
    }
  });

  it('can be read in parts, asked for by HEAD, and by pages elsewhere', async () => {
    const { path, bytes } = files.find(({ name }) => name.endsWith('.parquet'))!;
    const part = await get(path, { Range: 'bytes=-4' });
    expect([part.status, part.text]).toEqual([206, 'PAR1']);
    expect(part.headers['content-range']).toBe(`bytes ${bytes - 4}-${bytes - 1}/${bytes}`);
    const head = await get(path, {}, 'HEAD');
    expect([head.status, head.headers['content-length'], head.body.byteLength]).toEqual([
      200,
      String(bytes),
      0,
    ]);
    const preflight = await get(
      path,
      {
        Origin: 'https://example.org',
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'range',
      },
      'OPTIONS',
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': expect.stringContaining('Range'),
    });
  });

  it('has no file under another name or hash', async () => {
    const { path, name, sha256 } = files[0]!;
    const other = sha256.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    expectProblem(await get(path.replace(sha256, other)), 404);
    expectProblem(await get(path.replace(name, `x_${name}`)), 404);
    expectProblem(await get(`${path}/`), 404);
  });

  it('is answered by the API as ever: strong ETags, its own compression, its own CORS', async () => {
    const plain = await get('/v1/stats/year');
    const compressed = await get('/v1/stats/year', {
      'Accept-Encoding': 'br, gzip',
      Origin: 'https://example.org',
    });

    expect(plain.headers.etag).toMatch(/^"/);
    expect(compressed.headers).toMatchObject({
      'content-encoding': 'gzip',
      etag: plain.headers.etag,
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ETag',
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000',
    });
    expect(compressed.headers['content-security-policy']).toBeUndefined();
    expect(gunzipSync(compressed.body).toString()).toBe(plain.text);
    expect((await get('/v1')).text).toBe((await get('/v1/')).text);
  });
});
