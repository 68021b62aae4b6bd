import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

/** The key pairs of an issuer. */
interface KeyPair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/** Changes to the default token of a test. `undefined` omits a claim. */
export interface TokenOptions {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The key that signs, by its id. @default 'first' */
  readonly kid?: string;
  /** The key id in the header. @default the key's id */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Seconds until it expires. @default 3600 */
  readonly expiresIn?: number;
}

/** A local issuer of tokens, with real keys and an HTTP server. */
export interface Issuer {
  readonly url: string;
  /** How often its keys were fetched. */
  readonly fetched: () => number;
  /** How it responds: `down` breaks connections. */
  mode: 'up' | 'down' | 'broken' | 'elsewhere';
  /** Makes a key pair; it is published where `published` says so. */
  addKey(kid: string, options?: { published?: boolean; algorithm?: string }): Promise<KeyPair>;
  publish(kid: string): void;
  withdraw(kid: string): void;
  token(options?: TokenOptions): Promise<string>;
  publicKey(kid?: string): CryptoKey;
  close(): Promise<void>;
}

export const AUDIENCE = 'movie-statistics';

/** Starts an issuer with one published key, `first`. */
export async function startIssuer(): Promise<Issuer> {
  const pairs = new Map<string, KeyPair & { algorithm: string; jwk: JWK }>();
  const published = new Set<string>();
  let fetched = 0;
  const server = createServer((request, response) => {
    if (issuer.mode === 'down') return request.socket.destroy();
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (issuer.mode === 'broken') return answer(200, '<html>');
    if (request.url === '/.well-known/openid-configuration') {
      const named = issuer.mode === 'elsewhere' ? 'https://elsewhere.example.org' : issuer.url;
      return answer(200, { issuer: named, jwks_uri: `${issuer.url}/keys` });
    }
    if (request.url !== '/keys') return answer(404, {});
    fetched++;
    return answer(200, { keys: [...published].map((kid) => pairs.get(kid)!.jwk) });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const issuer: Issuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mode: 'up',
    fetched: () => fetched,
    async addKey(kid, { published: isPublished = true, algorithm = 'RS256' } = {}) {
      const pair = await generateKeyPair(algorithm, { extractable: true });
      const jwk = { ...(await exportJWK(pair.publicKey)), kid, alg: algorithm, use: 'sig' };
      pairs.set(kid, { ...pair, algorithm, jwk });
      if (isPublished) published.add(kid);
      return pair;
    },
    publish: (kid) => void published.add(kid),
    withdraw: (kid) => void published.delete(kid),
    token({ claims = {}, kid = 'first', header = {}, expiresIn = 3_600 } = {}) {
      const { privateKey, algorithm } = pairs.get(kid)!;
      const now = Math.floor(Date.now() / 1000);
      const payload = { iss: issuer.url, aud: AUDIENCE, iat: now, exp: now + expiresIn, ...claims };
      return new SignJWT(payload as JWTPayload)
        .setProtectedHeader({ alg: algorithm, kid, ...header })
        .sign(privateKey);
    },
    publicKey: (kid = 'first') => pairs.get(kid)!.publicKey,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
  await issuer.addKey('first');
  return issuer;
}
