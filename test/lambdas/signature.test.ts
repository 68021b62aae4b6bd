import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Credentials, createSigner, type Unsigned } from '../../lambdas/runtime/signature.ts';
import { Sha256 } from '../../local/gateway/sha256.ts';

const text = fc.string({ unit: fc.constantFrom(...'abcXYZ0189-=/+ ,;:') });
const requests = fc.record({
  method: fc.constantFrom('PUT', 'DELETE'),
  path: fc.constantFrom('/', '/lake/a.json', '/lake/api_endpoints/a%20b/%C3%BC%2B.json', '/a~b_c.d-e'),
  headers: fc
    .dictionary(fc.constantFrom('content-type', 'content-language', 'x-amz-meta-run_id', 'x-amz-acl'), text)
    .map((headers) => ({ ...headers, host: 'lake.s3.eu-west-1.amazonaws.com' })),
  body: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
});
const credentials = fc.constantFrom<Credentials & { sessionToken?: string }>(
  { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'one/secret' },
  { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'another+secret' },
  { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'another+secret', sessionToken: 'a/temporary+token==' },
);
const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });

it('signs every request as the SDK does, whatever was signed before it', async () => {
  const sign = createSigner('eu-west-1');
  await fc.assert(
    fc.asyncProperty(requests, credentials, moments, async (request: Unsigned, who, now) => {
      const reference = new SignatureV4({
        service: 's3',
        region: 'eu-west-1',
        credentials: who,
        sha256: Sha256,
        uriEscapePath: false,
      });
      const [hostname, signed] = [request.headers.host!, sign(request, who, now)];
      const expected = await reference.sign(
        { ...request, protocol: 'https:', hostname, query: {} },
        { signingDate: now },
      );
      expect(signed.authorization).toBe(expected.headers.authorization);
    }),
  );
});
