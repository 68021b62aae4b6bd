import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { BEARER_PATTERN, MAX_TOKEN_LENGTH } from '../../model/api/bearer.ts';

/** Whether a token lets its bearer in; where not, why, in words that hold nothing of the token. */
export type Verdict = { readonly valid: true } | { readonly valid: false; readonly reason: string };

export interface VerifierOptions {
  readonly issuer: string;
  /** One of these must be among the audiences of the token. */
  readonly audience: readonly string[];
  readonly keys: JWTVerifyGetKey;
}

/**
 * Signatures by key pairs alone. With HS256 whoever knows the public key could sign, with `none` everybody; neither is
 * ever looked at, whatever the token's header says.
 */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];

/** How far the issuer's clock and Lambda's may be apart, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** What is wrong with a token. Any other error is the issuer's or ours: it must not pass for a judgement. */
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
 * Judges an Authorization header at a moment: RFC 7519's rules for the claims, RFC 8725's for the algorithm.
 * @throws whatever keeps the issuer's keys away
 */
export async function verifyBearer(
  header: string,
  now: Date,
  { issuer, audience, keys }: VerifierOptions,
): Promise<Verdict> {
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

/** API Gateway's own rule for JWTs: `aud`, or `client_id` where there is none, as in the access tokens of Cognito. */
function isFor({ aud, client_id }: JWTPayload, audience: readonly string[]): boolean {
  return [aud ?? client_id].flat().some((one) => typeof one === 'string' && audience.includes(one));
}

/** The claim or jose's code. Never the message or the cause: that holds all claims. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired)
    return error.claim;
  return (error as errors.JOSEError).code;
}
