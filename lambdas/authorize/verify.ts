import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { BEARER_PATTERN, MAX_TOKEN_LENGTH } from '../../model/api/bearer.ts';

/** Whether a token is valid; if not, the reason, which contains nothing from the token. */
export type VerificationResult =
  | { readonly valid: true }
  | { readonly valid: false; readonly reason: string };

export interface VerifierOptions {
  readonly issuer: string;
  /** The accepted audiences; the token needs one of them. */
  readonly audience: readonly string[];
  readonly keys: JWTVerifyGetKey;
}

/**
 * Only asymmetric signatures are accepted. If HS256 were accepted, anyone could sign a token with the public key; if `none` were,
 * no key would be needed. Both are refused regardless of the token's header.
 */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** The tolerated difference between the issuer's clock and Lambda's, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** Errors of invalid tokens. Any other error is a failure of the issuer or of this function, not a refusal. */
const REFUSALS = [
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSMultipleMatchingKeys,
  errors.JWKSNoMatchingKey,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JWTClaimValidationFailed,
  errors.JWTExpired,
  errors.JWTInvalid,
];

const BEARER = new RegExp(BEARER_PATTERN);

/**
 * Verifies an Authorization header at the given time. The claims are checked by RFC 7519, the algorithm by RFC 8725.
 * @throws the error of fetching the issuer's keys
 */
export async function verifyBearer(
  header: string,
  now: Date,
  { issuer, audience, keys }: VerifierOptions,
): Promise<VerificationResult> {
  if (header.length > MAX_TOKEN_LENGTH) return { valid: false, reason: 'too long' };
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) return { valid: false, reason: 'no token' };
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now,
    });
    return isFor(payload, audience) ? { valid: true } : { valid: false, reason: 'aud' };
  } catch (error) {
    if (REFUSALS.some((refusal) => error instanceof refusal))
      return { valid: false, reason: reasonOf(error) };
    throw error;
  }
}

/**
 * The same rule as in API Gateway's JWT authorizers: `aud`, or `client_id` if the token has no `aud`, as in Cognito's
 * access tokens.
 */
function isFor({ aud, client_id }: JWTPayload, audience: readonly string[]): boolean {
  return [aud ?? client_id].flat().some((one) => typeof one === 'string' && audience.includes(one));
}

/**
 * The name of the invalid claim, or jose's error code. The error's message and cause are not used, because they contain
 * all claims.
 */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired)
    return error.claim;
  return (error as errors.JOSEError).code;
}
