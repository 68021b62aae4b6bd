/**
 * The pattern of an Authorization header with a signed token: the scheme of RFC 6750 in any case (RFC 9110), then three non-empty
 * parts of base64url. API Gateway matches it before it calls the authorizer, so Java and JavaScript must read the regular
 * expression in the same way.
 */
export const BEARER_PATTERN =
  '^[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+)$';

/**
 * The longest token that is verified, in characters. API Gateway accepts 10,240 bytes of headers in total; usual tokens have one or
 * two thousand characters.
 */
export const MAX_TOKEN_LENGTH = 8_192;

/**
 * For how many seconds API Gateway caches the authorizer's result for a token. An expired token can be accepted for that long,
 * and a token signed with a new key can be rejected for that long.
 */
export const AUTHORIZATION_CACHE_SECONDS = 60;
