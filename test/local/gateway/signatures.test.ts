import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sha256 } from '../../../local/gateway/sha256.ts';
import { CREDENTIALS } from '../../../local/s3/server.ts';
import { type ClosedApi, method, serveClosedApi } from './closed-api.ts';

type Credentials = Readonly<Record<keyof typeof CREDENTIALS, string>>;

describe('A signature', () => {
  let api: ClosedApi;
  const signer = (credentials: Credentials = CREDENTIALS, service = 'execute-api') =>
    new SignatureV4({ credentials, service, region: 'us-east-1', sha256: Sha256, applyChecksum: true });
  const sign = async (path: string, more: { by?: SignatureV4; at?: Date; verb?: string } = {}) => {
    const { by = signer(), at = api.today, verb = 'GET' } = more;
    const { host } = new URL(api.url);
    const [pathname, query = ''] = path.split('?');
    const { headers } = await by.sign(
      {
        ...{ protocol: 'http:', hostname: host, method: verb, path: pathname!, headers: { host } },
        query: Object.fromEntries(new URLSearchParams(query)),
      },
      { signingDate: at },
    );
    return headers;
  };
  beforeEach(async () => {
    api = await serveClosedApi(
      [
        method('GET /a/{id}', { AuthorizationType: 'AWS_IAM' }),
        method('HEAD /a/{id}', { AuthorizationType: 'AWS_IAM' }),
      ],
      {},
    );
  });
  afterEach(() => api.close());

  it.each(['/a/1', '/a/1?b=2&a=%20x', '/a/x%20y', '/a/%2e'])(
    'is accepted for the request %s',
    async (path) => {
      expect(await api.outcome(path, await sign(path))).toBe(200);
    },
  );

  it('is accepted with and without spaces in the header', async () => {
    const headers = await sign('/a/1');

    expect(
      await api.outcome('/a/1', { ...headers, authorization: headers.authorization!.replaceAll(', ', ',') }),
    ).toBe(200);
  });

  it('is required: a missing one has its own response', async () => {
    expect(await api.outcome('/a/1')).toBe('403 {"message":"Missing Authentication Token"}');
  });

  it.each([
    ['another path', '/a/2', {}],
    ['another query', '/a/1?admin=1', {}],
    ['another secret', '/a/1', { by: signer({ ...CREDENTIALS, secretAccessKey: 'guessed' }) }],
    ['another principal', '/a/1', { by: signer({ ...CREDENTIALS, accessKeyId: 'AKIAOTHER' }) }],
    ['another service', '/a/1', { by: signer(CREDENTIALS, 's3') }],
    ['another method', '/a/1', { verb: 'HEAD' }],
    ['six minutes ago', '/a/1', { at: new Date('2026-01-31T11:54:00Z') }],
    ['six minutes from now', '/a/1', { at: new Date('2026-01-31T12:06:00Z') }],
  ])('is refused for %s', async (_, path, how) => {
    expect(await api.outcome(path, await sign('/a/1', how))).toMatch(/^403 .*signature/);
  });

  it.each([
    'Bearer abc',
    'AWS4-HMAC-SHA256 Credential=x',
    'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00',
  ])('is refused if it is invalid: %s', async (authorization) => {
    expect(await api.outcome('/a/1', { ...(await sign('/a/1')), authorization })).toMatch(/^403 /);
  });

  it('is refused if it does not cover the host', async () => {
    const headers = await sign('/a/1');
    const authorization = headers.authorization!.replace('SignedHeaders=host;', 'SignedHeaders=');

    expect(await api.outcome('/a/1', { ...headers, authorization })).toMatch(/^403 /);
  });
});
