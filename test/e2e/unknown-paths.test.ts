import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvOf, listCell } from '../reference/sample.ts';
import { monthSucceeds, type Server, serve, temporaryFolder } from './commands.ts';
import { dropOf, optionsFor } from './drops.ts';
import { send } from './http.ts';
import { expectProblem } from './problem.ts';

const row = {
  id: '1',
  release_date: '1995-10-30',
  revenue: '5',
  genres: listCell([18, 'Drama']),
  production_companies: listCell([3, 'Pixar']),
};
const dataDir = temporaryFolder();
let server: Server;

beforeAll(async () => {
  server = await serve(dataDir);
  await monthSucceeds(...optionsFor(dropOf('2026-10', csvOf([row, { ...row, id: '2' }])), dataDir));
});
afterAll(() => server?.stop());

describe('within /v1, what is not there is a 404', () => {
  it.each([
    ['an unknown path', '/v1/nope'],
    ['an unknown path below a known one', '/v1/stats/nope'],
    ['another version', '/v2/stats'],
    ['a year without movies', '/v1/stats/year/1994'],
    ['the unknown year, without such movies', '/v1/stats/year/unknown'],
    ['a year with zeros', '/v1/stats/year/01995'],
    ['no year', '/v1/stats/year/x'],
    ['a genre that is not there', '/v1/stats/genre/comedy'],
    ['a genre in upper case', '/v1/stats/genre/Drama'],
    ['a genre by its id', '/v1/stats/genre/18'],
    ['a company that is not there', '/v1/stats/company/4'],
    ['a company with zeros', '/v1/stats/company/03'],
    ['page 0', '/v1/stats/company/page/0'],
    ['a page too many', '/v1/stats/company/page/2'],
    ['no page', '/v1/stats/company/page/x'],
    ['the pages themselves', '/v1/stats/company/page'],
    ['a shard that finds nothing', '/v1/stats/company/search/x'],
    ['a shard below one that lists all', '/v1/stats/company/search/pi'],
    ['a shard in upper case', '/v1/stats/company/search/P'],
    ['a shard with a hyphen', '/v1/stats/company/search/p-'],
    ['a shard longer than any', `/v1/stats/company/search/${'p'.repeat(25)}`],
    ['a ranking by no measure', '/v1/stats/ranking/year/most-money'],
    ['a ranking by a measure with underscores', '/v1/stats/ranking/year/total_revenue'],
    ['a ranking of what is not ranked', '/v1/stats/ranking/movie/total-revenue'],
    ['the rankings of a group', '/v1/stats/ranking/year'],
    ['a shard by an encoded slash', '/v1/stats/company/search%2fp'],
    ['below a document', '/v1/stats/year/1995/x'],
    ['a document with its suffix', '/v1/stats/year/1995.json'],
    ['the object of another document', '/v1/stats.json'],
    ['the object of the index', '/v1/index.json'],
    ['the object of the index, as a path', '/v1/index'],
    ['the status with its suffix', '/v1/status.json'],
    ['OpenAPI without its suffix', '/v1/openapi'],
    ['a path in upper case', '/V1/STATS'],
    ['dots for a parameter', '/v1/stats/year/..'],
    ['one dot', '/v1/stats/company/.'],
    ['encoded dots', '/v1/stats/year/%2e%2e'],
    ['encoded dots and a slash', '/v1/stats/year/%2e%2e%2fstatus'],
    ['an encoded slash', '/v1/stats/genre/..%2f..%2fstats'],
    ['an encoded slash to a document', '/v1/stats/company/page%2f1'],
    ['an encoded slash out of the slot', '/v1/stats/company/..%2f..%2f..%2f..%2fslots%2fblue'],
    ['an encoded slash to a commit', '/v1/stats/company/..%2F..%2F..%2F..%2F..%2Fmonths%2F2026-10'],
    ['a backslash', '/v1/stats/company/..%5c..%5cstatus'],
    ['a doubly encoded slash', '/v1/stats/company/page%252f1'],
    ['a NUL', '/v1/stats/company/%00'],
    ['a NUL after a company', '/v1/stats/company/3%00'],
    ['a line break after a company', '/v1/stats/company/3%0a'],
    ['a CRLF', '/v1/stats/company/3%0d%0aX-Injected:%20yes'],
    ['a space after a company', '/v1/stats/company/3%20'],
    ['a plus after a company', '/v1/stats/company/3+'],
    ['a percent sign', '/v1/stats/company/%25'],
    ['a doubly encoded digit', '/v1/stats/company/%2533'],
    ['an encoded question mark', '/v1/stats/company/3%3fversionId=1'],
    ['an encoded hash', '/v1/stats/company/3%23'],
    ['digits of another script', '/v1/stats/company/%EF%BC%93'],
    ['the literal parameter', '/v1/stats/company/%7Bid%7D'],
    ['a stage variable', '/v1/stats/company/$%7BstageVariables.slot%7D'],
    ['a very long value', `/v1/stats/company/${'3'.repeat(2000)}`],
  ])('%s', async (_, path) => {
    for (const method of ['GET', 'HEAD']) {
      const reply = await send(server.url, path, { method });
      if (method === 'GET') expectProblem(reply, 404);
      else expect([reply.status, reply.body.length]).toEqual([404, 0]);
      expect(reply.headers['x-injected']).toBeUndefined();
    }
  });

  it.each(['%', '%zz', '%2', '%ff', '%c0%ae'])('an escape that is none (%s)', async (segment) => {
    const reply = await send(server.url, `/v1/stats/company/${segment}`);
    expectProblem(reply, 404);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s on an unknown path', async (method) => {
    const reply = await send(server.url, '/v1/nope', { method });
    expectProblem(reply, 404);
  });
});

describe('nothing else in the bucket can be read', () => {
  it.each([
    '/v1/../slots/blue.json',
    '/v1/stats/../../slots/blue.json',
    '/v1/%2e%2e/slots/blue.json',
    '/slots/blue.json',
    '/months/2026-10.json',
    '/v1/months/2026-10.json',
    '/api_endpoints/blue/v1/stats.json',
    '/api_endpoints/green/v1/stats.json',
    '/blue/v1/stats.json',
    '/live/v1/stats',
    '/locks/run.json',
    '/cdn-cgi/local/r2/s3',
    '/..%2f..%2fpackage.json',
    '/../package.json',
    '/%2e%2e/%2e%2e/etc/passwd',
  ])('%s', async (path) => {
    const { status, text } = await send(server.url, path);
    expect(status).toBe(404);
    expect(text).not.toMatch(/run_id|movie_count|"dependencies"|root:|<\?xml/);
  });
});

it('a known path still answers, whatever was asked before', async () => {
  expect((await send(server.url, '/v1/stats/company/3')).status).toBe(200);
});

it('what is no HTTP at all ends its own connection alone', async () => {
  const { hostname, port } = new URL(server.url);
  await new Promise<void>((resolve, reject) => {
    const socket = createConnection({ host: hostname, port: Number(port) });
    socket.once('error', reject).once('close', () => resolve());
    socket.resume().end('GET /v1/stats/company/\0 HTTP/1.1\r\nHost: x\r\n\r\n');
  });
  expect((await send(server.url, '/v1/stats')).status).toBe(200);
});
