import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { problemFaults } from '../../cli/smoke/check.ts';
import { send } from '../../cli/smoke/http.ts';
import { openServed, SmokeTimeoutError } from '../../cli/smoke/served.ts';
import { CHECKS, checkedText, runChecks } from '../../cli/smoke/suite.ts';
import { freshAfter } from '../../cli/smoke/target.ts';

const servers: Server[] = [];

/** Serves on this machine until the test has ended; gives the address. */
async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const PROBLEM = {
  status: 404,
  headers: {
    'content-type': 'application/problem+json',
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
  },
  body: Buffer.alloc(0),
  text: JSON.stringify({ type: 'about:blank', title: 'Not Found', status: 404, detail: 'No such document.' }),
};

describe('A release that was switched to a moment ago', () => {
  it('is looked at once no cache can serve the one before, which documents may be for five minutes', () => {
    expect(freshAfter({ activated_at: '2026-10-01T06:20:00.000Z' })).toBe(
      Date.parse('2026-10-01T06:25:00.000Z'),
    );
    expect(freshAfter({ activated_at: null })).toBe(0);
    expect(freshAfter(null)).toBe(0);
  });
});

describe('A problem', () => {
  it('is faultless as the contract has it', () => {
    expect(problemFaults('/x', PROBLEM, 404)).toEqual([]);
  });

  it.each([
    ['of another status', { ...PROBLEM, status: 403 }, '/x: answers 403 instead of 404'],
    [
      'that caches may keep',
      { ...PROBLEM, headers: { ...PROBLEM.headers, 'cache-control': 'public' } },
      '/x: cache-control is "public" instead of no-store',
    ],
    [
      "that is S3's",
      { ...PROBLEM, text: '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>' },
      '/x: it is no problem of status 404',
    ],
    [
      'that names a key',
      { ...PROBLEM, text: PROBLEM.text.replace('No such', 'api_endpoints/blue') },
      'it tells what lies behind',
    ],
    [
      'with a header that the path has brought in',
      { ...PROBLEM, headers: { ...PROBLEM.headers, 'x-injected': 'yes' } },
      '/x: x-injected is "yes" instead of absent',
    ],
  ])('%s has a fault', (_, reply, fault) => {
    expect(problemFaults('/x', reply, 404).join('\n')).toContain(fault);
  });
});

describe('The smoke test', () => {
  it('finds broken what a server breaks that answers everything by a page', async () => {
    const url = await listening((request, response) => {
      const isIndex = request.url === '/v1/';
      response.writeHead(isIndex ? 404 : 200, { 'content-type': 'text/html' });
      response.end('<p>run_id</p>');
    });
    const served = await openServed({ url: `${url}/v1/`, emulated: false });
    const told: string[] = [];

    const results = await runChecks(served, (checked) => told.push(checkedText(checked)));

    expect(served).toMatchObject({ url, website: true, sample: null });
    const run = CHECKS.filter(({ needs }) => !needs.includes('release'));
    expect(results.filter(({ outcome }) => outcome === 'broken').map(({ name }) => name)).toEqual(
      run.map(({ name }) => name).filter((name) => !name.includes('would forbid')),
    );
    expect(results.filter(({ outcome }) => outcome === 'left out')).toHaveLength(CHECKS.length - run.length);
    expect(told).toHaveLength(CHECKS.length);
    expect(told.join('\n')).toContain('/v1/../slots/blue.json: answers 200: <p>run_id</p>');
  });

  it('asks again where it is told that there are too many', async () => {
    let asked = 0;
    const url = await listening((_, response) => {
      asked += 1;
      response.writeHead(asked < 3 ? 429 : 404).end();
    });
    const served = await openServed({ url, emulated: false, pauseMs: 1 });

    expect({ website: served.website, sample: served.sample, asked }).toEqual({
      website: false,
      sample: null,
      asked: 4,
    });
  });

  it('ends when its time is up', async () => {
    const url = await listening((_, response) => response.writeHead(404).end());

    await expect(openServed({ url, emulated: false, deadline: Date.now() - 1 })).rejects.toThrow(
      SmokeTimeoutError,
    );
  });

  it('says which check an unreachable address breaks, and goes on', async () => {
    const url = await listening((_, response) => response.writeHead(404).end());
    const served = await openServed({ url, emulated: false });
    servers.splice(0).forEach((server) => {
      (server as ReturnType<typeof createServer>).closeAllConnections();
      server.close();
    });

    const results = await runChecks(served, () => {});

    const broken = results.filter(({ outcome }) => outcome === 'broken');
    expect(broken).toHaveLength(CHECKS.filter(({ needs }) => needs.length === 0).length);
    for (const { faults } of broken) expect(faults[0]).toMatch(/ECONNREFUSED|ECONNRESET/);
  });

  it('speaks TLS where the address says so, and trusts nobody unknown', async () => {
    const server = createSecureServer((_, response) => response.end());
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    // No certificate at all: the handshake fails, which plain HTTP would not have.
    await expect(send(`https://127.0.0.1:${port}`, '/')).rejects.toThrow(/SSL|TLS|handshake|EPROTO/i);
  });
});
