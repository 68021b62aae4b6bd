import { UnsupportedPropertyError } from '../template/errors.ts';
import type { Resource, Template } from '../template/template.ts';
import type { GatewayResponseType } from './gateway-responses.ts';
import { AuthorizerOutputError, allows, type Policy, readAuthorizerOutput } from './policy.ts';

/** A Lambda authorizer of the type TOKEN. */
export interface TokenAuthorizer {
  readonly functionArn: string;
  /** The name of the header with the token, in lower case. */
  readonly header: string;
  /** The function is called only for tokens that match; null means for all. */
  readonly validation: RegExp | null;
  /** How long results are cached, in seconds; 0 disables the cache. */
  readonly ttlSeconds: number;
}

/** "If this field is not set, the default value is 300." */
const DEFAULT_TTL_SECONDS = 300;

/** The template's authorizers by the value of `Ref`. @throws UnsupportedPropertyError for other types than TOKEN */
export function readAuthorizers(template: Template): ReadonlyMap<string, TokenAuthorizer> {
  return new Map(
    template.of('AWS::ApiGateway::Authorizer').map((resource) => [resource.ref, readAuthorizer(resource)]),
  );
}

function readAuthorizer({ logicalId, type, properties }: Resource): TokenAuthorizer {
  const { Type, AuthorizerUri, IdentitySource, IdentityValidationExpression, AuthorizerResultTtlInSeconds } =
    properties as Readonly<Record<string, string | undefined>>;
  const refuse = (what: string): never => {
    throw new UnsupportedPropertyError(logicalId, type, what);
  };
  if (Type !== 'TOKEN') refuse(`the type ${Type}`);
  const functionArn = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(
    AuthorizerUri ?? '',
  )?.[1];
  const header = /^method\.request\.header\.([\w-]+)$/.exec(IdentitySource ?? '')?.[1];
  return {
    functionArn: functionArn ?? refuse(`the URI ${AuthorizerUri}`),
    header: (header ?? refuse(`the identity source ${IdentitySource}`)).toLowerCase(),
    validation: IdentityValidationExpression ? new RegExp(IdentityValidationExpression) : null,
    ttlSeconds: Number(AuthorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS),
  };
}

export interface TokenCheckOptions {
  /** Invokes a function and returns its result. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<unknown>;
  /** A monotonic clock, in milliseconds. */
  readonly now: () => number;
}

/** Checks a token by an authorizer. Returns null if the method may be called, otherwise API Gateway's response. */
export type TokenCheck = (
  authorizer: TokenAuthorizer,
  token: string | undefined,
  methodArn: string,
) => Promise<GatewayResponseType | null>;

/** Maximum number of cached tokens; the oldest are evicted first. */
const MAX_CACHED = 10_000;

/**
 * Calls authorizers as API Gateway does. If the token is missing or does not match the validation expression, the result is "a 401
 * Unauthorized response without calling the Lambda function". The returned policy is cached per token and evaluated for each
 * method. The error "Unauthorized" results in 401, other errors in 500. Errors are not cached.
 */
export function createTokenCheck({ invoke, now }: TokenCheckOptions): TokenCheck {
  const cached = new Map<string, { policy: Policy; until: number }>();

  async function policyFor(authorizer: TokenAuthorizer, token: string, methodArn: string): Promise<Policy> {
    const key = `${authorizer.functionArn} ${token}`;
    const known = cached.get(key);
    if (known && known.until > now()) return known.policy;
    cached.delete(key);
    const event = { type: 'TOKEN', authorizationToken: token, methodArn };
    const policy = readAuthorizerOutput(await invoke(authorizer.functionArn, event));
    if (authorizer.ttlSeconds > 0) {
      cached.set(key, { policy, until: now() + authorizer.ttlSeconds * 1000 });
      if (cached.size > MAX_CACHED) cached.delete(cached.keys().next().value!);
    }
    return policy;
  }

  return async (authorizer, token, methodArn) => {
    if (!token || authorizer.validation?.test(token) === false) return 'UNAUTHORIZED';
    try {
      return allows(await policyFor(authorizer, token, methodArn), methodArn) ? null : 'ACCESS_DENIED';
    } catch (error) {
      if (error instanceof AuthorizerOutputError) return 'AUTHORIZER_CONFIGURATION_ERROR';
      return isUnauthorized(error) ? 'UNAUTHORIZED' : 'AUTHORIZER_FAILURE';
    }
  };
}

/** Whether a function has thrown an error with the message "Unauthorized", which API Gateway turns into a 401. */
function isUnauthorized(error: unknown): boolean {
  try {
    return (
      (JSON.parse((error as Error).message) as { errorMessage?: string }).errorMessage === 'Unauthorized'
    );
  } catch {
    return false;
  }
}
