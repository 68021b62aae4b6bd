import { exportSPKI, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { issuerKeys } from '../../../lambdas/authorize/keys.ts';
import { readingPolicy } from '../../../lambdas/authorize/policy.ts';
import { type VerifierOptions, verifyBearer } from '../../../lambdas/authorize/verify.ts';
import { AUDIENCE, type Issuer, startIssuer, type TokenOptions } from './issuer.ts';

let issuer: Issuer;
let options: VerifierOptions;

beforeAll(async () => {
  issuer = await startIssuer();
});
beforeEach(() => {
  issuer.mode = 'up';
  options = optionsWith({});
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => issuer.close());

/** A verifier as in a new process of the function, without any keys. */
const optionsWith = (more: Partial<VerifierOptions>): VerifierOptions => ({
  issuer: issuer.url,
  audience: [AUDIENCE, 'other-statistics'],
  keys: issuerKeys({ issuer: issuer.url, jwksUri: null }),
  ...more,
});

const verify = (token: string, now = new Date()) => verifyBearer(`Bearer ${token}`, now, options);
const verifyWith = async (token: TokenOptions) => verify(await issuer.token(token));
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const VALID = { valid: true };
const refused = (reason: string) => ({ valid: false, reason });

describe('A token', () => {
  it('of the issuer for this audience is accepted', async () => {
    expect(await verify(await issuer.token())).toEqual(VALID);
  });

  it.each([
    ['one of several audiences', { aud: ['a', 'other-statistics'] }],
    [
      'the client instead of an audience, as in access tokens of Cognito',
      { aud: undefined, client_id: AUDIENCE },
    ],
  ])('may name %s', async (_, claims) => {
    expect(await verifyWith({ claims })).toEqual(VALID);
  });

  it.each([
    ['that has expired', { expiresIn: -60 }, 'exp'],
    ['that never expires', { claims: { exp: undefined } }, 'exp'],
    ['whose expiry is not a time', { claims: { exp: 'tomorrow' } }, 'exp'],
    ['that is not valid yet', { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } }, 'nbf'],
    ['for another audience', { claims: { aud: 'another-service' } }, 'aud'],
    ['without an audience', { claims: { aud: undefined } }, 'aud'],
    ['for an audience that is not a string', { claims: { aud: [{ name: AUDIENCE }] } }, 'aud'],
    ['whose client matches but not its audience', { claims: { aud: 'x', client_id: AUDIENCE } }, 'aud'],
    ['of another issuer', { claims: { iss: 'https://elsewhere.example.org' } }, 'iss'],
    ['without an issuer', { claims: { iss: undefined } }, 'iss'],
  ])('%s is refused', async (_, token, reason) => {
    expect(await verifyWith(token as TokenOptions)).toEqual(refused(reason));
  });

  it('is accepted within the clock tolerance and no longer', async () => {
    const now = new Date();
    const token = await issuer.token({ expiresIn: 0 });

    expect(await verify(token, new Date(now.getTime() + 3_000))).toEqual(VALID);
    expect(await verify(token, new Date(now.getTime() + 7_000))).toEqual(refused('exp'));
  });

  it.each(['ES256', 'PS256', 'EdDSA'])('may be signed with %s', async (algorithm) => {
    await issuer.addKey(algorithm, { algorithm });

    expect(await verifyWith({ kid: algorithm })).toEqual(VALID);
  });
});

describe('A forged token', () => {
  it('without a signature is not recognized as a token', async () => {
    const payload = { iss: issuer.url, aud: AUDIENCE, exp: 9_999_999_999 };

    expect(await verify(`${base64({ alg: 'none' })}.${base64(payload)}.`)).toEqual(refused('no token'));
    expect(await verify(`${base64({ alg: 'none' })}.${base64(payload)}.AAAA`)).toEqual(
      refused('ERR_JOSE_ALG_NOT_ALLOWED'),
    );
  });

  it.each(['HS256', 'HS512'])('signed by %s with the public key as the secret is refused', async (alg) => {
    const secret = new TextEncoder().encode(await exportSPKI(issuer.publicKey()));
    const forged = await new SignJWT({ iss: issuer.url, aud: AUDIENCE, exp: 9_999_999_999 })
      .setProtectedHeader({ alg, kid: 'first' })
      .sign(secret);

    expect(await verify(forged)).toEqual(refused('ERR_JOSE_ALG_NOT_ALLOWED'));
  });

  it('signed by another key under the id of a real one is refused', async () => {
    await issuer.addKey('stolen-name', { published: false });

    expect(await verifyWith({ kid: 'stolen-name', header: { kid: 'first' } })).toEqual(
      refused('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'),
    );
  });

  it('with an embedded key is verified with the issuer’s keys', async () => {
    const jwk = { kty: 'oct', k: 'c2VjcmV0' };
    await issuer.addKey('own', { published: false });

    expect(
      await verifyWith({ kid: 'own', header: { jwk, jku: 'https://attacker.example.org/keys' } }),
    ).toEqual(refused('ERR_JWKS_NO_MATCHING_KEY'));
  });

  it('with an unknown critical extension is refused', async () => {
    const header = base64({ alg: 'RS256', kid: 'first', crit: ['anything-goes'], 'anything-goes': true });

    expect(await verify(`${header}.${base64({ exp: 9_999_999_999 })}.AAAA`)).toEqual(
      refused('ERR_JOSE_NOT_SUPPORTED'),
    );
  });

  it('with other claims under a real signature is refused', async () => {
    const [header, , signature] = (await issuer.token()).split('.');
    const claims = base64({ iss: issuer.url, aud: AUDIENCE, exp: 9_999_999_999, admin: true });

    expect(await verify(`${header}.${claims}.${signature}`)).toEqual(
      refused('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'),
    );
  });
});

describe('An Authorization header', () => {
  it.each([
    ['the scheme in any case', (token: string) => `bEARER ${token}`],
    ['more than one space', (token: string) => `Bearer   ${token}`],
  ])('may have %s', async (_, header) => {
    expect(await verifyBearer(header(await issuer.token()), new Date(), options)).toEqual(VALID);
  });

  it.each([
    ['another scheme', (token: string) => `Basic ${token}`],
    ['no scheme', (token: string) => token],
    ['two tokens, as duplicated headers are joined', (token: string) => `Bearer ${token}, Bearer ${token}`],
    ['text after the token', (token: string) => `Bearer ${token} x`],
    ['a line break', (token: string) => `Bearer ${token}\n`],
    ['a token of five parts, which is encrypted', (token: string) => `Bearer ${token}.x.y`],
    ['nothing', () => ''],
  ])('with %s contains no token', async (_, header) => {
    expect(await verifyBearer(header(await issuer.token()), new Date(), options)).toEqual(
      refused('no token'),
    );
  });

  it('that is too long is refused without verification', async () => {
    const claims = { padding: 'x'.repeat(10_000) };
    const requested = issuer.fetched();

    expect(await verifyWith({ claims })).toEqual(refused('too long'));
    expect(issuer.fetched()).toBe(requested);
  });
});

describe("The issuer's keys", () => {
  it('are fetched once for many tokens', async () => {
    const before = issuer.fetched();
    for (let index = 0; index < 5; index++) await verify(await issuer.token());

    expect(issuer.fetched()).toBe(before + 1);
  });

  it('are fetched again for a new key, but not for every unknown key id', async () => {
    await issuer.addKey('second', { published: false });
    const token = await issuer.token({ kid: 'second' });
    expect(await verify(token)).toEqual(refused('ERR_JWKS_NO_MATCHING_KEY'));
    issuer.publish('second');
    const before = issuer.fetched();

    for (const kid of ['x', 'y', 'z']) await verifyWith({ header: { kid } });
    expect(issuer.fetched()).toBe(before);

    // jose reads the clock itself and fetches the keys again after half a minute.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });
    expect(await verify(token)).toEqual(VALID);
    expect(issuer.fetched()).toBe(before + 1);
  });

  it('that were withdrawn are refused after the next fetch', async () => {
    await issuer.addKey('leaked');
    const token = await issuer.token({ kid: 'leaked' });
    expect(await verify(token)).toEqual(VALID);
    issuer.withdraw('leaked');

    options = optionsWith({});
    expect(await verify(token)).toEqual(refused('ERR_JWKS_NO_MATCHING_KEY'));
  });

  it.each(['down', 'broken', 'elsewhere'] as const)(
    'cause a failure while the issuer is %s, and are fetched again for the next token',
    async (mode) => {
      const token = await issuer.token();
      issuer.mode = mode;
      await expect(verify(token)).rejects.toThrow(
        expect.objectContaining({ name: 'IssuerUnavailableError' }),
      );

      issuer.mode = 'up';
      expect(await verify(token)).toEqual(VALID);
    },
  );

  it('may be at an address in the settings, and then no configuration is fetched', async () => {
    options = optionsWith({ keys: issuerKeys({ issuer: issuer.url, jwksUri: `${issuer.url}/keys` }) });
    issuer.mode = 'elsewhere';

    expect(await verify(await issuer.token())).toEqual(VALID);

    options = optionsWith({ keys: issuerKeys({ issuer: issuer.url, jwksUri: `${issuer.url}/nowhere` }) });
    await expect(verifyWith({})).rejects.toThrow('Expected 200 OK');
  });
});

describe('The policy', () => {
  const arn = 'arn:aws:execute-api:eu-west-1:123456789012:abc123/live';

  it.each(['Allow', 'Deny'] as const)(
    'to %s covers all readable paths, whatever path was requested',
    (effect) => {
      for (const requested of ['GET/v1/stats/year/1995', 'HEAD/v1/', 'GET/']) {
        expect(readingPolicy(`${arn}/${requested}`, effect).policyDocument.Statement).toEqual([
          { Action: 'execute-api:Invoke', Effect: effect, Resource: [`${arn}/GET/*`, `${arn}/HEAD/*`] },
        ]);
      }
    },
  );

  it('does not identify the reader', () => {
    expect(readingPolicy(`${arn}/GET/v1/`, 'Allow')).toEqual({
      principalId: 'reader',
      policyDocument: expect.anything(),
    });
  });
});
