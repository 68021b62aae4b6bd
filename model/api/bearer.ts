/**
 * What an Authorization header with a signed token looks like: RFC 6750's scheme (any case, as RFC 9110 says), then three parts
 * of base64url, none of them empty. API Gateway compares it before it calls the authorizer, so it is a regular expression that Java and
 * JavaScript read alike.
 */
export const BEARER_PATTERN =
  '^[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+)$';

/**
 * The longest token that is looked at, in characters. API Gateway takes 10,240 bytes of headers in all; what issuers
 * sign has one or two thousand.
 */
export const MAX_TOKEN_LENGTH = 8_192;

/**
 * For how many seconds API Gateway remembers what the authorizer said of a token. A token may outlive its end by that long,
 * and one that was signed with a brand-new key may be refused for that long; a reader's script asks far more often.
 */
export const AUTHORIZATION_CACHE_SECONDS = 60;
