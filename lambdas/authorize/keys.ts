import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

/** How long the issuer may take to answer, in ms; jose gives its keys as long. */
const TIMEOUT_MS = 5_000;

/** The issuer can't be asked for its keys, or answers what makes no sense: nobody can be let in then. */
export class IssuerUnavailableError extends Error {
  override readonly name = 'IssuerUnavailableError';
}

export interface IssuerKeysOptions {
  readonly issuer: string;
  /** Where its keys are; null where its OpenID configuration says it. */
  readonly jwksUri: string | null;
}

/**
 * Gives the issuer's public keys. They are fetched when they are first needed, kept for ten minutes, and fetched anew where a
 * token names a key that isn't among them, but at most every 30 seconds (jose's own rules): a new key of the issuer is
 * known at once, and made-up names of keys don't become requests to it.
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
      // The next token asks again.
      keys = null;
      throw error;
    }
    return opened(header, token);
  };
}

/**
 * The `jwks_uri` of the issuer's OpenID configuration, as API Gateway's own JWT authorizers find it: "/.well-known/openid-configuration
 * to the issuer", whose answer must name the same issuer (OpenID Connect Discovery 4.1 and 4.3).
 */
async function discoverKeys(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const fail = (why: string, cause?: unknown) => new IssuerUnavailableError(`${url} ${why}.`, { cause });
  let response: Response;
  try {
    response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw fail('could not be asked', error);
  }
  if (response.status !== 200) throw fail(`answers ${response.status}`);
  const configuration = (await response.json().catch((error: unknown) => {
    throw fail('answers no JSON', error);
  })) as { issuer?: unknown; jwks_uri?: unknown } | null;
  if (configuration?.issuer !== issuer) throw fail('is the configuration of another issuer');
  const { jwks_uri: found } = configuration;
  if (typeof found !== 'string' || !URL.canParse(found)) throw fail('names no jwks_uri');
  // Keys that travel in the open could be anybody's. An issuer on this machine is only ever tried out.
  if (new URL(found).protocol !== 'https:' && !issuer.startsWith('http:')) {
    throw fail('names keys that are not at an https URL');
  }
  return found;
}
