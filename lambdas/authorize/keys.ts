import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

/** The time-out for the issuer's configuration, in ms; jose has the same for its keys. */
const TIMEOUT_MS = 5_000;

/** The issuer's keys can't be fetched or are invalid, so all access is denied. */
export class IssuerUnavailableError extends Error {
  override readonly name = 'IssuerUnavailableError';
}

export interface IssuerKeysOptions {
  readonly issuer: string;
  /** The URL of the issuer's keys; null if it is read from the issuer's OpenID configuration. */
  readonly jwksUri: string | null;
}

/**
 * Returns the issuer's public keys. They are fetched when they are first needed, cached for ten minutes, and fetched again
 * for an unknown key id, at most every 30 seconds (jose's rules). So new keys are accepted at once, and invented key ids
 * don't cause requests.
 */
export function issuerKeys({ issuer, jwksUri }: IssuerKeysOptions): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | null = null;
  const open = async (): Promise<JWTVerifyGetKey> =>
    createRemoteJWKSet(new URL(jwksUri ?? (await discoverKeys(issuer))));
  return async (header, token) => {
    keys ??= open();
    let opened: JWTVerifyGetKey;
    try {
      opened = await keys;
    } catch (error) {
      // The next token causes another attempt.
      keys = null;
      throw error;
    }
    return opened(header, token);
  };
}

/**
 * Returns the `jwks_uri` of the issuer's OpenID configuration. The configuration is at the issuer's URL followed by
 * `/.well-known/openid-configuration` and must name the same issuer (OpenID Connect Discovery 4.1 and 4.3). API Gateway's own JWT
 * authorizers find the keys in the same way.
 */
async function discoverKeys(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const fail = (why: string, cause?: unknown) => new IssuerUnavailableError(`${url} ${why}.`, { cause });
  let response: Response;
  try {
    response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw fail('could not be fetched', error);
  }
  if (response.status !== 200) throw fail(`answers ${response.status}`);
  const configuration = (await response.json().catch((error: unknown) => {
    throw fail('does not answer with JSON', error);
  })) as { issuer?: unknown; jwks_uri?: unknown } | null;
  if (configuration?.issuer !== issuer) throw fail('is the configuration of another issuer');
  const { jwks_uri: found } = configuration;
  if (typeof found !== 'string' || !URL.canParse(found)) throw fail('names no jwks_uri');
  // Keys that are sent over plain HTTP could be replaced in transit. An issuer with an http: URL is only used in local tests.
  if (new URL(found).protocol !== 'https:' && !issuer.startsWith('http:')) {
    throw fail('names keys that are not at an https URL');
  }
  return found;
}
