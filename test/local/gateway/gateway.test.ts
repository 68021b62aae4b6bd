import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readApi } from '../../../local/gateway/api.ts';
import { createGateway } from '../../../local/gateway/gateway.ts';
import { createS3Integration, quoteTags } from '../../../local/gateway/s3-integration.ts';
import { CREDENTIALS } from '../../../local/s3/server.ts';
import { type LocalServer, listen } from '../../../local/stack/servers.ts';
import { BUCKET, startTestS3 } from '../s3/server.ts';
import { apiTemplate, gatewayResponse, mock, s3Integration, type TestMethod } from '../template/templates.ts';

const LARGE = JSON.stringify({ text: 'x'.repeat(2_000) });

const INM = { 'method.request.header.If-None-Match': false };
const METHODS: readonly TestMethod[] = [
  { route: 'GET /doc', integration: s3Integration('doc.json'), requestParameters: INM },
  {
    route: 'HEAD /doc',
    integration: s3Integration('doc.json', { IntegrationHttpMethod: 'HEAD' }),
    requestParameters: INM,
  },
  { route: 'ANY /doc', integration: { ...mock(405, 'no'), PassthroughBehavior: 'NEVER' } },
  {
    // Maps the parameter directly into the key, unlike our API, to test hostile values.
    route: 'GET /open/{id}',
    integration: s3Integration('{id}.json', {
      RequestParameters: { 'integration.request.path.id': 'method.request.path.id' },
    }),
    requestParameters: { 'method.request.path.id': true },
  },
  {
    route: 'GET /guarded/{id}',
    integration: s3Integration('{id}.json', {
      RequestParameters: { 'integration.request.path.id': "'doc'" },
      RequestTemplates: {
        'application/json':
          "#if($input.params('id') == 'other')#set($context.requestOverride.path.id = 'other')#end",
      },
    }),
  },
  {
    route: 'GET /empty',
    integration: s3Integration('doc.json', {
      RequestTemplates: { 'application/json': '' },
      PassthroughBehavior: 'NEVER',
    }),
    requestParameters: INM,
  },
  { route: 'GET /strict', integration: { ...mock(200, 'ok'), PassthroughBehavior: 'NEVER' } },
  { route: 'GET /no-status', integration: { ...mock(200), RequestTemplates: { 'application/json': '{}' } } },
];
/** The methods of this API require no authorization. */
const NO_AUTHORIZATION = {
  invoke: () => Promise.reject(new Error('no authorizer')),
  credentials: CREDENTIALS,
  now: () => 0,
  clock: () => new Date(0),
};
const MORE = {
  Default4: gatewayResponse('DEFAULT_4XX', 400, '{"status":400}'),
};

let s3: Awaited<ReturnType<typeof startTestS3>>;
let server: LocalServer;
let variables: Record<string, string>;

beforeAll(async () => {
  s3 = await startTestS3();
  const write = (Key: string, Body: string) =>
    s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
  await write('docs/blue/doc.json', '"blue"');
  await write('docs/green/doc.json', LARGE);
  await write('docs/green/a/b.json', '"below"');
  await write('docs/green/other.json', '"other"');
  await write('secret.json', '"secret"');
  const api = readApi(
    apiTemplate(METHODS, {
      api: { MinimumCompressionSize: 1_000 },
      more: MORE,
    }),
  );
  const gateway = createGateway({
    api,
    stageVariables: () => variables,
    s3: createS3Integration({ endpoint: s3.endpoint, credentials: CREDENTIALS }),
    ...NO_AUTHORIZATION,
  });
  server = await listen(0, (request, response) => void gateway(request, response));
});
beforeEach(() => {
  variables = { slot: 'blue' };
});
afterAll(async () => {
  await server.close();
  await s3.stop();
});

/** Sends a request without normalizing its path or decoding the response's body. */
async function ask(
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) {
  const { hostname, port } = new URL(server.url);
  const request = httpRequest({ hostname, port, path, method, headers });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const body = await buffer(response);
  return { status: response.statusCode, headers: response.headers, body, text: body.toString() };
}

describe('A document', () => {
  it('is read from the slot of the current stage variable', async () => {
    const before = await ask('/doc');
    variables = { slot: 'green' };
    const after = await ask('/doc');

    expect([before.text, after.text]).toEqual(['"blue"', LARGE]);
  });

  it('returns 404 without the stage variable, which is then empty', async () => {
    variables = {};

    expect(await ask('/doc')).toMatchObject({ status: 404, text: '{"missing":true}' });
  });

  it('has the mapped headers and no others of S3', async () => {
    const { status, headers } = await ask('/doc');

    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'public, max-age=300',
    });
    expect(headers.etag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(headers).not.toHaveProperty('x-missing');
    expect(headers).not.toHaveProperty('last-modified');
  });

  it('has the same headers and no body for HEAD', async () => {
    const { status, headers, body } = await ask('/doc', { method: 'HEAD' });

    expect([status, body.byteLength]).toEqual([200, 0]);
    expect(headers.etag).toMatch(/^"[0-9a-f]{32}"$/);
  });

  it.each([
    ['its ETag', (tag: string) => tag, 304],
    ['a weak form', (tag: string) => `W/${tag}`, 304],
    ['a list', (tag: string) => `"x", ${tag}`, 304],
    ['no quotes', (tag: string) => tag.replaceAll('"', ''), 304],
    ['any', () => '*', 304],
    ['another', () => '"x"', 200],
    ['nonsense', () => 'a"b"c, ,"', 200],
    ['nothing', () => '', 200],
  ])('answers If-None-Match with %s', async (_, tagOf, status) => {
    const { headers } = await ask('/doc');

    const answer = await ask('/doc', { headers: { 'If-None-Match': tagOf(headers.etag!) } });

    expect(answer.status).toBe(status);
    if (status === 304) expect(answer.body.byteLength).toBe(0);
  });
});

describe('Compression', () => {
  beforeEach(() => {
    variables = { slot: 'green' };
  });

  it('applies from the minimum size if the client accepts it', async () => {
    const { headers, body } = await ask('/doc', { headers: { 'Accept-Encoding': 'gzip' } });

    expect(headers['content-encoding']).toBe('gzip');
    expect(headers['content-length']).toBe(String(body.byteLength));
    expect(gunzipSync(body).toString()).toBe(LARGE);
  });

  it('does not apply to small bodies or without Accept-Encoding', async () => {
    const small = await ask('/open/other', { headers: { 'Accept-Encoding': 'gzip' } });
    const plain = await ask('/doc');

    expect([small.headers['content-encoding'], plain.headers['content-encoding']]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe('A path parameter', () => {
  beforeEach(() => {
    variables = { slot: 'green' };
  });

  it('is decoded once, including encoded slashes', async () => {
    expect(await ask('/open/a%2Fb')).toMatchObject({ status: 200, text: '"below"' });
    expect(await ask('/open/a%252Fb')).toMatchObject({ status: 404 });
  });

  it.each([
    '..%2F..%2Fsecret',
    '..%2f..%2f..%2fstack-bucket%2fsecret',
    '%2e%2e/secret',
    '../secret',
    '..',
    '%00',
    'a%00',
  ])('never leads to an object outside the folder: %s', async (path) => {
    const { text } = await ask(`/open/${path}`);

    expect(text).not.toContain('secret');
    expect(text).not.toContain('Error');
  });

  it('has the mapped value unless the template overrides it', async () => {
    expect((await ask('/guarded/anything')).text).toBe(LARGE);
    expect((await ask('/guarded/other')).text).toBe('"other"');
  });

  it('stays encoded and returns 404 if it is not UTF-8', async () => {
    expect(await ask('/open/%ff')).toMatchObject({ status: 404 });
  });
});

describe('The gateway', () => {
  it('serves other methods of a path by ANY', async () => {
    expect(await ask('/doc', { method: 'DELETE' })).toMatchObject({ status: 405, text: 'no' });
  });

  it('refuses content types without a template if passthrough is not allowed', async () => {
    const typed = (type: string) => ask('/strict', { headers: { 'Content-Type': type } });

    expect(await ask('/strict')).toMatchObject({ status: 200, text: 'ok' });
    expect(await typed('APPLICATION/JSON; charset=utf-8')).toMatchObject({ status: 200 });
    expect(await typed('image/png')).toMatchObject({ status: 400, text: '{"status":400}' });
  });

  it('refuses a request if its template is empty and passthrough is not allowed', async () => {
    expect(await ask('/empty')).toMatchObject({ status: 400, text: '{"status":400}' });
  });

  it('returns the API’s DEFAULT_4XX response for unknown paths', async () => {
    const { status, headers, text } = await ask('/nowhere');

    expect([status, text]).toEqual([400, '{"status":400}']);
    expect(headers['content-type']).toBe('application/problem+json');
  });

  it('returns its own 500 response for a mock without a status', async () => {
    expect(await ask('/no-status')).toMatchObject({
      status: 500,
      text: '{"message":"Internal server error"}',
    });
  });
});

it('The gateway returns 504 without details if S3 cannot be reached', async () => {
  const gateway = createGateway({
    api: readApi(apiTemplate(METHODS)),
    stageVariables: () => ({ slot: 'blue' }),
    s3: createS3Integration({ endpoint: 'http://127.0.0.1:1', credentials: CREDENTIALS }),
    ...NO_AUTHORIZATION,
  });
  const lonely = await listen(0, (request, response) => void gateway(request, response));
  const response = await fetch(`${lonely.url}/doc`);

  expect([response.status, await response.text()]).toEqual([504, '{"message":"Internal server error"}']);
  await lonely.close();
});

it.each([
  ['"a"', '"a"'],
  ['a', '"a"'],
  ['W/"a", b,*', 'W/"a", "b", *'],
  ['', '""'],
])('Entity tags %s are sent to S3 as %s', (given, sent) => {
  expect(quoteTags(given)).toBe(sent);
});
