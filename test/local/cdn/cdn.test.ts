import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCdn } from '../../../local/cdn/cdn.ts';
import { readDistribution } from '../../../local/cdn/distribution.ts';
import { httpOrigin, s3Origin } from '../../../local/cdn/origins.ts';
import { createS3Integration } from '../../../local/gateway/s3-integration.ts';
import { CREDENTIALS } from '../../../local/s3/server.ts';
import { type LocalServer, listen } from '../../../local/stack/servers.ts';
import { send } from '../../e2e/http.ts';
import { BUCKET, startTestS3 } from '../s3/server.ts';
import { templateOf } from '../template/templates.ts';
import { distributionTemplate } from './templates.ts';

const CSV = `id,title\n${'1,Toy Story\n'.repeat(200)}`;
/** Files have a name of their own here; `/page` is the file; what begins with `/throws` fails. */
const FUNCTION = `function handler(event) {
  const request = event.request;
  if (request.uri === '/page') request.uri = '/files/a.csv';
  if (request.uri === '/answer') {
    return { statusCode: 410, headers: { 'x-own': { value: 'yes' } }, body: request.method + JSON.stringify(request.querystring) };
  }
  if (request.uri === '/throws') throw new Error('no');
  return request;
}`;

let s3: Awaited<ReturnType<typeof startTestS3>>;
let api: LocalServer;
let cdn: LocalServer;
const closing: (() => unknown)[] = [];
/** The requests to the API and its response. */
let asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(() => {
  asked = [];
  answer = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', etag: '"api"', 'x-given': 'api' });
    response.end('{"from":"api"}');
  };
});

beforeAll(async () => {
  s3 = await startTestS3();
  closing.push(() => s3.stop());
  for (const [Key, ContentType] of [
    ['files/a.csv', 'text/csv'],
    ['files/b.parquet', 'application/vnd.apache.parquet'],
  ] as const) {
    await s3.client.send(
      new PutObjectCommand({
        Bucket: BUCKET,
        Key,
        Body: CSV,
        ContentType,
        CacheControl: 'public, max-age=31536000, immutable',
        ContentDisposition: 'attachment; filename="a.csv"',
      }),
    );
  }
  api = await listen(0, async (request, response) => {
    const { method, url, headers } = request;
    const at = asked.push({ method: method!, url: url!, headers, body: '' }) - 1;
    asked[at]!.body = await text(request).catch(() => 'cut off');
    answer(request, response);
  });
  closing.push(() => api.close());
  const integration = createS3Integration({ endpoint: s3.endpoint, credentials: CREDENTIALS });
  const gateway = httpOrigin(api.url);
  closing.push(
    () => integration.close(),
    () => gateway.close(),
  );
  const others = {
    Edge: {
      Type: 'AWS::CloudFront::Function',
      Properties: { FunctionCode: FUNCTION, FunctionConfig: { Runtime: 'cloudfront-js-2.0' } },
    },
  };
  const behaviour = {
    FunctionAssociations: [
      { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['Edge', 'FunctionARN'] } },
    ],
  };
  const distribution = readDistribution(templateOf(distributionTemplate({ others, behaviour })))!;
  const answerOf = createCdn({
    distribution,
    originOf: (id) => (id.kind === 's3' ? s3Origin(integration, id.bucket) : gateway.ask),
  });
  cdn = await listen(0, (...exchange) => answerOf(...exchange));
  closing.push(() => cdn.close());
});
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  send(cdn.url, path, { method, headers });

describe('A file', () => {
  it('is read from its bucket with the headers of S3 and no others of the local server', async () => {
    const { status, headers, text: body } = await get('/files/a.csv');

    expect([status, body]).toEqual([200, CSV]);
    expect(headers).toMatchObject({
      'content-type': 'text/csv',
      'content-length': String(CSV.length),
      'content-disposition': 'attachment; filename="a.csv"',
      'cache-control': 'public, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    });
    expect(Object.keys(headers).filter((name) => /^(cf-|x-amz-|server)/.test(name))).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('has a response without a body for HEAD', async () => {
    const { status, headers, body } = await get('/files/a.csv', {}, 'HEAD');

    expect([status, body.byteLength]).toEqual([200, 0]);
    expect(headers['content-length']).toBe(String(CSV.length));
  });

  it('can be read by range', async () => {
    const { status, headers, text: part } = await get('/files/a.csv', { Range: 'bytes=3-7' });

    expect([status, part]).toEqual([206, CSV.slice(3, 8)]);
    expect(headers['content-range']).toBe(`bytes 3-7/${CSV.length}`);
  });

  it.each(['', 'W/'])('returns 304 for its ETag with the prefix %j', async (prefix) => {
    const { etag } = (await get('/files/a.csv')).headers;
    const { status, body } = await get('/files/a.csv', { 'If-None-Match': `${prefix}${etag}` });

    expect([status, body.byteLength]).toEqual([304, 0]);
  });

  it('is compressed depending on its content type', async () => {
    const { headers, body } = await get('/files/a.csv', { 'Accept-Encoding': 'gzip, deflate' });

    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(headers.etag).toMatch(/^W\/"/);
    expect(headers['content-length']).toBe(String(body.byteLength));
    expect(gunzipSync(body).toString()).toBe(CSV);
    expect(
      (await get('/files/b.parquet', { 'Accept-Encoding': 'gzip' })).headers['content-encoding'],
    ).toBeUndefined();
  });

  it('is found with any query string', async () => {
    expect((await get('/files/a.csv?versionId=1&list-type=2')).text).toBe(CSV);
  });

  it('is found by the URI that the function returns', async () => {
    expect((await get('/page?x')).text).toBe(CSV);
  });

  it('is requested from the second origin by the same path if the first does not have it', async () => {
    answer = (_, response) =>
      response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{}');
    const { status, headers, text: body } = await get('/files/none.csv?x=1', { 'If-None-Match': '"a"' });

    expect([status, body, headers['content-type']]).toEqual([404, '{}', 'application/problem+json']);
    expect(asked).toMatchObject([
      { method: 'GET', url: '/files/none.csv', headers: { 'if-none-match': '"a"' } },
    ]);
  });

  it.each(['/files/%2e%2e/files/a.csv', '/files/../files/a.csv', '/files//a.csv', '//files/a.csv'])(
    'is not there by another path (%s)',
    async (path) => {
      const { text: body } = await get(path);
      expect(body).toBe('{"from":"api"}');
      expect(asked[0]!.url).toBe(path);
    },
  );
});

describe('The headers of a policy', () => {
  it('replace the origin’s headers or keep them, as configured', async () => {
    const { headers } = await get('/files/none.csv');
    expect(headers).toMatchObject({ 'x-given': 'policy', 'cache-control': 'policy' });
    expect((await get('/files/a.csv')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('include CORS headers only for requests with an Origin header', async () => {
    expect((await get('/files/a.csv')).headers['access-control-allow-origin']).toBeUndefined();
    expect((await get('/files/a.csv', { Origin: 'https://example.org' })).headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'ETag,Content-Range',
    });
  });

  it('are not added to behaviours without a policy', async () => {
    expect((await get('/api/x')).headers['x-given']).toBe('api');
  });
});

describe('The API', () => {
  it('receives the unchanged path without query, credentials, cookies and the viewer’s host', async () => {
    await get('/api/%61/../b%2Fc?a=1', {
      Authorization: 'Bearer x',
      Cookie: 'a=1',
      Origin: 'https://example.org',
      'X-Own': '1',
      'Accept-Encoding': 'br, gzip',
      'If-None-Match': '"x"',
    });

    expect(asked).toMatchObject([
      {
        method: 'GET',
        url: '/api/%61/../b%2Fc',
        headers: {
          host: new URL(api.url).host,
          'accept-encoding': 'gzip',
          'if-none-match': '"x"',
          'user-agent': 'Amazon CloudFront',
        },
      },
    ]);
    for (const name of ['authorization', 'cookie', 'origin', 'x-own']) {
      expect(asked[0]!.headers).not.toHaveProperty(name);
    }
  });

  it('is found by the normalized path and by the absolute form', async () => {
    expect((await get('/%61pi/x')).text).toBe('{"from":"api"}');
    expect((await get(`${cdn.url}/api/y?z`)).text).toBe('{"from":"api"}');
    expect(asked.map(({ url }) => url)).toEqual(['/%61pi/x', '/api/y']);
  });

  it.each(['PUT', 'POST', 'PATCH', 'DELETE'])('receives %s requests with their body', async (method) => {
    answer = (_, response) => response.writeHead(405, { allow: 'GET' }).end('no');
    const response = await fetch(`${cdn.url}/api/x`, { method, body: 'x'.repeat(100_000) });

    expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([
      405,
      'GET',
      'no',
    ]);
    expect(asked[0]).toMatchObject({ method, body: 'x'.repeat(100_000) });
  });

  it('has its status, headers and encoding passed through', async () => {
    answer = (_, response) => {
      response.writeHead(418, {
        'content-encoding': 'gzip',
        etag: '"strong"',
        'x-a': 'b',
        connection: 'close',
      });
      response.end('as it is');
    };
    const { status, headers, text: body } = await get('/api/x', { 'Accept-Encoding': 'gzip' });

    expect([status, body]).toEqual([418, 'as it is']);
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', etag: '"strong"', 'x-a': 'b' });
  });

  it('causes a 502 if it closes the connection, and serves the next request', async () => {
    answer = (_, response) => response.destroy();
    expect((await get('/api/x')).status).toBe(502);
    answer = (_, response) => response.end('here');
    expect((await get('/api/x')).text).toBe('here');
  });

  it('can respond before the whole body has been sent', async () => {
    const early = createServer((_, response) => {
      response.writeHead(413, { connection: 'close' }).end('too large');
    });
    await new Promise<void>((resolve) => early.listen(0, '127.0.0.1', resolve));
    const { port } = early.address() as { port: number };
    const origin = httpOrigin(`http://127.0.0.1:${port}`);
    const distribution = readDistribution(templateOf(distributionTemplate()))!;
    const answerOf = createCdn({ distribution, originOf: () => origin.ask });
    const server = await listen(0, (...exchange) => answerOf(...exchange));
    const { status, text: body } = await postSlowly(server.url);

    expect([status, body]).toEqual([413, 'too large']);
    await server.close();
    origin.close();
    await new Promise((resolve) => early.close(resolve));
  });
});

/** Sends less than its content length and reads the response. */
function postSlowly(url: string): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.write('POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nbeginning');
    buffer(socket).then((received) => {
      const [head = '', body = ''] = received.toString().split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), text: body });
    }, reject);
  });
}

describe('The distribution', () => {
  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])(
    'answers %s with 403 where a behaviour lacks it',
    async (method) => {
      const { status, headers } = await get('/files/a.csv', {}, method);
      expect([status, headers.server]).toEqual([403, 'CloudFront']);
    },
  );

  it('returns 403 for a GET with a body', async () => {
    const { status } = await send(cdn.url, '/api/x', { headers: { 'Content-Length': '0' } });
    expect(status).toBe(200);
    const refused = await new Promise<string>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: Number(new URL(cdn.url).port) });
      socket.write('GET /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx');
      buffer(socket).then((received) => resolve(received.toString()), reject);
    });
    expect(refused).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('returns the response of its function without a request to the origin', async () => {
    const { status, headers, text: body } = await get('/answer?a=%2F');

    expect([status, headers['x-own'], body]).toEqual([410, 'yes', 'GET{"a":{"value":"%2F"}}']);
    expect((await get('/answer', {}, 'HEAD')).body.byteLength).toBe(0);
    expect(asked).toEqual([]);
  });

  it('returns 503 if its function fails', async () => {
    expect((await get('/throws')).status).toBe(503);
  });

  it('returns 400 for a request target without a path', async () => {
    const answered = await new Promise<string>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: Number(new URL(cdn.url).port) });
      socket.write('OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
      buffer(socket).then((received) => resolve(received.toString()), reject);
    });
    expect(answered).toMatch(/^HTTP\/1\.1 400 /);
  });
});
