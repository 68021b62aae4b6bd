import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sha256 } from '../../local/gateway/sha256.ts';
import type { StackInfo } from '../../local/stack/info.ts';
import { AUDIENCE, type Issuer, startIssuer } from '../lambdas/authorize/issuer.ts';
import { csvOf, listCell } from '../reference/sample.ts';
import { monthSucceeds, type Server, serve, temporaryFolder } from './commands.ts';
import { dropOf, optionsFor } from './drops.ts';
import { type Reply, send } from './http.ts';
import { expectProblem } from './problem.ts';

const rows = ['1', '2'].map((id) => ({ id, release_date: '1995-10-30', genres: listCell([18, 'Drama']) }));
const dataDir = temporaryFolder();
const YEAR = '/v1/stats/year/1995';

const info = (): StackInfo => JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8')) as StackInfo;

/** Asserts an error response of API Gateway itself: a problem document that is not cached and allows CORS. */
function expectRefused(reply: Reply, status: number, challenge?: string): void {
  expectProblem(reply, status);
  expect(reply.headers['www-authenticate']).toBe(challenge);
}

describe('An API with bearer tokens', () => {
  let issuer: Issuer;
  let server: Server;
  let token: string;
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    send(server.url, path, { method, headers });
  const bearer = (value: string) => ({ authorization: `Bearer ${value}` });

  beforeAll(async () => {
    issuer = await startIssuer();
    server = await serve(dataDir, {
      website: false,
      access: 'bearer',
      bearer: { issuer: issuer.url, audience: AUDIENCE },
    });
    await monthSucceeds(...optionsFor(dropOf('2026-10', csvOf(rows)), dataDir));
    token = await issuer.token({ claims: { sub: 'somebody-in-particular' } });
  });
  afterAll(async () => {
    await server?.stop();
    await issuer.close();
  });

  it('prints how to authenticate', () => {
    expect(server.output()).toContain('Reading needs a token: curl -H "Authorization: Bearer TOKEN"');
  });

  it('returns 500 while the issuer’s keys are unavailable', async () => {
    issuer.mode = 'down';
    expectRefused(await get(YEAR, bearer(token)), 500);

    issuer.mode = 'up';
    expect((await get(YEAR, bearer(token))).status).toBe(200);
  });

  it('returns 401 without a token', async () => {
    for (const path of ['/v1/', '/v1/status', YEAR, '/v1/stats/company/404']) {
      expectRefused(await get(path), 401, 'Bearer');
      expect((await get(path, {}, 'HEAD')).status).toBe(401);
    }
    expectRefused(await get(YEAR, { authorization: 'Basic dTpw' }), 401, 'Bearer');
  });

  it('serves every path for a valid token and forbids shared caches to store it', async () => {
    for (const path of ['/v1/', '/v1/status', YEAR]) {
      const { status, headers, text } = await get(path, bearer(token));
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'cache-control': 'private, max-age=300',
        vary: 'Accept-Encoding, Authorization',
      });
      expect(() => JSON.parse(text)).not.toThrow();
      expect((await get(path, bearer(token), 'HEAD')).status).toBe(200);
    }
    expectProblem(await get('/v1/stats/company/404', bearer(token)), 404);
  });

  it('returns 304 for a matching ETag only with a token', async () => {
    const { etag } = (await get(YEAR, bearer(token))).headers;
    const asked = { 'if-none-match': etag! };

    expect((await get(YEAR, { ...bearer(token), ...asked })).status).toBe(304);
    expectRefused(await get(YEAR, asked), 401, 'Bearer');
  });

  it.each([
    ['has expired', { expiresIn: -60 }],
    ['has another audience', { claims: { aud: 'another-service' } }],
    ['has another issuer', { claims: { iss: 'https://elsewhere.example.org' } }],
  ])('returns invalid_token for a token that %s', async (_, options) => {
    const other = await issuer.token(options);

    expectRefused(await get(YEAR, bearer(other)), 401, 'Bearer error="invalid_token"');
  });

  it('serves preflights, unknown paths and other methods without a token', async () => {
    const preflight = await get(
      YEAR,
      { origin: 'https://example.org', 'access-control-request-headers': 'authorization' },
      'OPTIONS',
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-headers']).toBe('If-None-Match, Authorization');
    expectProblem(await get('/v1/nope'), 404);
    expectProblem(await get(YEAR, {}, 'DELETE'), 405);
  });

  it('logs the reason of a refusal and no content of tokens', async () => {
    const refused = await issuer.token({ claims: { aud: 'nobody-here', sub: 'somebody-in-particular' } });
    await get(YEAR, bearer(refused));

    const logs = join(dataDir, 'logs');
    const [name] = readdirSync(logs).filter((file) => file.includes('Authorize'));
    const text = readFileSync(join(logs, name!), 'utf8');
    expect(text).toContain('"reason":"aud"');
    for (const secret of [
      token,
      refused,
      ...refused.split('.').slice(1),
      'somebody-in-particular',
      'nobody-here',
    ])
      expect(text).not.toContain(secret);
  });
});

describe('An API for AWS principals with an API key', () => {
  let server: Server;
  let key: string;
  const signed = async (path: string) => {
    const { credentials, region } = info();
    const signer = new SignatureV4({ credentials, region, service: 'execute-api', sha256: Sha256 });
    const { host } = new URL(server.url);
    const { headers } = await signer.sign({
      ...{ protocol: 'http:', hostname: host, method: 'GET', path, headers: { host } },
    });
    return headers;
  };

  beforeAll(async () => {
    server = await serve(dataDir, {
      website: false,
      access: 'iam',
      apiKeys: true,
      apiDomain: {
        name: 'api.example.org',
        certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/12345678-abcd',
      },
    });
    key = info().api_credentials.api_key!;
  });
  afterAll(() => server?.stop());

  it('requires a signature and a key', async () => {
    const get = (path: string, headers: Record<string, string>) => send(server.url, path, { headers });

    expectRefused(await get(YEAR, { 'x-api-key': key }), 403);
    expectRefused(await get(YEAR, await signed(YEAR)), 403);
    expectRefused(await get('/v1/', { ...(await signed(YEAR)), 'x-api-key': key }), 403);
    const { status, headers } = await get(YEAR, { ...(await signed(YEAR)), 'x-api-key': key });
    expect([status, headers.vary]).toEqual([200, 'Accept-Encoding, Authorization, X-Api-Key']);
  });

  it('prints how to authenticate', () => {
    expect(server.output()).toContain('curl --aws-sigv4 aws:amz:us-east-1:execute-api --user');
    expect(server.output()).toContain(`curl -H "X-Api-Key: ${key}"`);
  });
});
