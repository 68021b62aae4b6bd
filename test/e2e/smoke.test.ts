import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { APIGatewayClient, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServed, type Served } from '../../cli/smoke/served.ts';
import { CHECKS, type CheckResult } from '../../cli/smoke/suite.ts';
import type { StackInfo } from '../../local/stack/info.ts';
import { ALL_ENDPOINTS } from '../../model/api/endpoints.ts';
import { documentKey } from '../../model/keys.ts';
import { csvOf, listCell } from '../reference/sample.ts';
import { monthSucceeds, runToEnd, type Server, serve, temporaryFolder } from './commands.ts';
import { dropOf, optionsFor } from './drops.ts';
import { send } from './http.ts';
import { expectProblem } from './problem.ts';

const rows = Array.from({ length: 60 }, (_, index) => ({
  id: String(index + 1),
  title: `Movie ${index}`,
  release_date: `${1980 + index}-05-06`,
  revenue: String(index * 1000),
  genres: listCell([18, 'Drama']),
  production_companies: listCell([3, 'Pixar']),
}));
const dataDir = temporaryFolder();
let server: Server;
const get = (path: string, headers: Record<string, string> = {}) => send(server.url, path, { headers });
const needsNothing = (name: string): boolean =>
  CHECKS.find((check) => check.name === name)!.needs.length === 0;

beforeAll(async () => {
  server = await serve(dataDir);
});
afterAll(() => server?.stop());

describe('Before the first release', () => {
  it.each(ALL_ENDPOINTS.map(({ example }) => example))('%s returns 404', async (path) => {
    expectProblem(await get(path), 404);
  });

  it('the website is served and downloads return 404', async () => {
    expect((await get('/')).status).toBe(200);
    expectProblem(await get(`/downloads/${'0'.repeat(64)}/year.csv`), 404);
  });

  it('npm run settle finds nothing to do', async () => {
    expect(await runToEnd('settle', '--data-dir', dataDir)).toMatchObject({
      code: 0,
      stdout: 'Nothing has been released yet: there is nothing to reconcile.\n',
    });
  });
});

describe('A release', () => {
  let served: Served;

  beforeAll(async () => {
    await monthSucceeds(...optionsFor(dropOf('2026-10', csvOf(rows)), dataDir));
    served = await openServed({ url: server.url, emulated: true });
  });

  it('has a document of every endpoint', () => {
    const { paths, templates } = served.sample!;

    expect(served.website).toBe(true);
    expect(templates).toEqual(ALL_ENDPOINTS.map(({ path }) => path));
    for (const { path } of ALL_ENDPOINTS) {
      const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/, '[a-z0-9-]+')}$`);
      expect(
        paths.some((found) => pattern.test(found)),
        path,
      ).toBe(true);
    }
  });

  it.each(CHECKS.map((check) => [check.name, check] as const))('%s', async (_, { faults }) => {
    expect(await faults(served)).toEqual([]);
  });

  it.each(['gzip;q=0.5', 'GZIP'])('is compressed for the Accept-Encoding %j', async (accepted) => {
    const { headers } = await get('/v1/stats/year', { 'Accept-Encoding': accepted });
    expect(headers['content-encoding']).toBe('gzip');
  });

  it.each(['', undefined])('is not compressed for the Accept-Encoding %j', async (accepted) => {
    const headers = accepted === undefined ? {} : { 'Accept-Encoding': accepted };
    expect((await get('/v1/stats/year', headers)).headers['content-encoding']).toBeUndefined();
  });

  it.each(['/v1/stats/company/search/pi', '/v1/stats/genre/18', '/v1/stats/company/4'])(
    'returns 404 for %s, which it does not contain',
    async (path) => {
      expectProblem(await get(path), 404);
    },
  );

  it('is served for request targets in absolute form', async () => {
    expect((await get(`${server.url}/year`)).status).toBe(200);
    expectProblem(await get(`${server.url}/nope`), 404);
  });

  it('is still served after an invalid HTTP request', async () => {
    const { hostname, port } = new URL(server.url);
    await new Promise<void>((resolve, reject) => {
      const socket = createConnection({ host: hostname, port: Number(port) });
      socket.once('error', reject).once('close', () => resolve());
      socket.resume().end('GET /v1/stats/company/\0 HTTP/1.1\r\nHost: x\r\n\r\n');
    });
    expect((await get('/v1/stats')).status).toBe(200);
  });
});

describe('A deployment that lost the slot and changed the documents', () => {
  /** Simulates a replaced stage and a new version of the code. */
  async function loseRelease(): Promise<void> {
    const info = JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8')) as StackInfo;
    const { region, credentials, endpoints, bucket } = info;
    const s3 = new S3Client({ endpoint: endpoints.s3, region, credentials, forcePathStyle: true });
    const apiGateway = new APIGatewayClient({ endpoint: endpoints.api_gateway, region, credentials });
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: documentKey('blue', 'v1/openapi.json'),
        Body: '{"openapi":"3.1.0","paths":{}}',
        ContentType: 'application/json',
      }),
    );
    await apiGateway.send(
      new UpdateStageCommand({
        restApiId: info.rest_api_id,
        stageName: info.stage_name,
        patchOperations: [{ op: 'remove', path: '/variables/slot' }],
      }),
    );
    s3.destroy();
    apiGateway.destroy();
  }

  it('is reconciled: the slot is served again and its documents are rebuilt', async () => {
    const before = (await get('/v1/stats')).text;
    await loseRelease();
    expectProblem(await get('/v1/stats'), 404);

    const { code, stdout } = await runToEnd('settle', '--data-dir', dataDir, '--json');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      slot: { action: 'set', slot: 'blue' },
      release: { action: 'publish', month: '2026-10', failure: null },
    });
    expect((await get('/v1/stats')).text).toBe(before);
    const { paths } = JSON.parse((await get('/v1/openapi.json')).text) as { paths: object };
    expect(Object.keys(paths)).toHaveLength(ALL_ENDPOINTS.length);
  });

  it('is not changed again after it has been reconciled', async () => {
    expect(await runToEnd('settle', '--data-dir', dataDir)).toMatchObject({
      code: 0,
      stdout: 'The API still serves slot green.\nIts documents match the deployed code.\n',
    });
  });
});

describe('npm run smoke', () => {
  it('reports every kept promise and exits with 0', async () => {
    const { code, stdout } = await runToEnd('smoke', '--data-dir', dataDir, '--json');
    const [{ url, checks }] = JSON.parse(stdout) as [{ url: string; checks: CheckResult[] }];

    expect({ code, url }).toEqual({ code: 0, url: server.url });
    expect(checks.map(({ name, outcome }) => [name, outcome])).toEqual(
      CHECKS.map(({ name }) => [name, 'kept']),
    );
  });

  it('reports the broken promises of a URL that serves something else and exits with 1', async () => {
    const { code, stdout } = await runToEnd('smoke', '--url', `${server.url}/nothing-here`, '--rate', '999');
    const broken = stdout.split('\n').filter((line) => line.startsWith('BROKEN'));

    expect(code).toBe(1);
    expect(broken.length).toBeGreaterThan(0);
    expect(stdout).toMatch(/^left out {2}documents: each one matches its schema in OpenAPI$/m);
    expect(stdout).toContain(`${broken.length} broken`);
    for (const line of broken) {
      expect(needsNothing(line.slice(10).replace(' (only proven on AWS)', '')), line).toBe(true);
    }
  });
});
