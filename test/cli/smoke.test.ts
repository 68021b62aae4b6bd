import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { problemFaults } from '../../cli/smoke/check.ts';
import { MISSING_KEY_CHECK } from '../../cli/smoke/checks/unknown-paths.ts';
import { send } from '../../cli/smoke/http.ts';
import { openServed, SmokeTimeoutError } from '../../cli/smoke/served.ts';
import { CHECKS, resultText, runChecks } from '../../cli/smoke/suite.ts';
import { freshAfter } from '../../cli/smoke/target.ts';
import { startCloudFormation } from './cloudformation.ts';

const servers: Server[] = [];

/** Serves on this machine until the test ends; returns the address. */
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

describe('freshAfter', () => {
  it('returns the time after which no cache serves the previous release: five minutes after activation', () => {
    expect(freshAfter({ activated_at: '2026-10-01T06:20:00.000Z' })).toBe(
      Date.parse('2026-10-01T06:25:00.000Z'),
    );
    expect(freshAfter({ activated_at: null })).toBe(0);
    expect(freshAfter(null)).toBe(0);
  });
});

describe('problemFaults', () => {
  it('returns nothing for a problem as the contract defines it', () => {
    expect(problemFaults('/x', PROBLEM, 404)).toEqual([]);
  });

  it.each([
    ['with another status', { ...PROBLEM, status: 403 }, '/x: answers 403 instead of 404'],
    [
      'that is cacheable',
      { ...PROBLEM, headers: { ...PROBLEM.headers, 'cache-control': 'public' } },
      '/x: cache-control is "public" instead of no-store',
    ],
    [
      'that is an error of S3',
      { ...PROBLEM, text: '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>' },
      '/x: it is not a problem with status 404',
    ],
    [
      'that names a key of the bucket',
      { ...PROBLEM, text: PROBLEM.text.replace('No such', 'api_endpoints/blue') },
      'it reveals the storage',
    ],
    [
      'with a header injected by the path',
      { ...PROBLEM, headers: { ...PROBLEM.headers, 'x-injected': 'yes' } },
      '/x: x-injected is "yes" instead of absent',
    ],
  ])('reports a fault of a problem %s', (_, reply, fault) => {
    expect(problemFaults('/x', reply, 404).join('\n')).toContain(fault);
  });
});

describe('The smoke test', () => {
  it('reports every check as broken for a server that answers everything with a page', async () => {
    const url = await listening((request, response) => {
      const isIndex = request.url === '/v1/';
      response.writeHead(isIndex ? 404 : 200, { 'content-type': 'text/html' });
      response.end('<p>run_id</p>');
    });
    const served = await openServed({ url: `${url}/v1/`, emulated: false });
    const lines: string[] = [];

    const results = await runChecks(served, (result) => lines.push(resultText(result)));

    expect(served).toMatchObject({ url, website: true, sample: null });
    const run = CHECKS.filter(({ needs }) => !needs.includes('release'));
    expect(results.filter(({ outcome }) => outcome === 'broken').map(({ name }) => name)).toEqual(
      run.map(({ name }) => name).filter((name) => !name.includes('policy forbids')),
    );
    expect(results.filter(({ outcome }) => outcome === 'left out')).toHaveLength(CHECKS.length - run.length);
    expect(lines).toHaveLength(CHECKS.length);
    expect(lines.join('\n')).toContain('/v1/../slots/blue.json: answers 200: <p>run_id</p>');
  });

  it('checks a missing key first, and names the permission that S3 requires for a 404', async () => {
    const url = await listening((_, response) => response.writeHead(403).end());
    const served = await openServed({ url, emulated: false });

    const [first] = await runChecks(served, () => {});

    expect([served.sample, served.indexStatus]).toEqual([null, 403]);
    expect(first).toMatchObject({ name: MISSING_KEY_CHECK.name, outcome: 'broken' });
    expect(first!.faults.join('\n')).toMatch(/answers 403 instead of 404[\s\S]*s3:ListBucket/);
  });

  it('exits with 1 if no check ran, because the stack has no output with an address', async () => {
    const stage = await listening((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    );
    const cloudFormation = await startCloudFormation('Movies', {
      BucketName: 'lake',
      StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:pipeline',
      RollbackStateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:rollback',
      ApiId: 'api',
      StageName: 'live',
    });
    const child = spawn(process.execPath, ['cli/main.ts', 'smoke', '--stack', 'Movies'], {
      env: {
        ...process.env,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_ENDPOINT_URL_API_GATEWAY: stage,
        AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
      },
    });
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    await cloudFormation.close();

    expect(code).toBe(1);
    expect(stdout).toContain('0 checks passed, 0 broken');
    expect(stderr).toContain('No check ran');
  });

  it('repeats a request that gets 429', async () => {
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

  it('ends when its time limit has passed', async () => {
    const url = await listening((_, response) => response.writeHead(404).end());

    await expect(openServed({ url, emulated: false, deadline: Date.now() - 1 })).rejects.toThrow(
      SmokeTimeoutError,
    );
  });

  it('reports every check as broken for an unreachable address', async () => {
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

  it('uses TLS for https addresses and rejects unknown certificates', async () => {
    const server = createSecureServer((_, response) => response.end());
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;

    // Without any certificate the handshake fails; plain HTTP has none.
    await expect(send(`https://127.0.0.1:${port}`, '/')).rejects.toThrow(/SSL|TLS|handshake|EPROTO/i);
  });
});
