import { UnsupportedPropertyError } from '../template/errors.ts';
import type { Resource, Template } from '../template/template.ts';
import type { GatewayResponseType } from './gateway-responses.ts';
import { AuthorizerOutputError, allows, type Policy, readAuthorizerOutput } from './policy.ts';

/** A Lambda authorizer of the type TOKEN, as the template has it. */
export interface TokenAuthorizer {
  readonly functionArn: string;
  /** The header that holds the token, in lower case. */
  readonly header: string;
  /** What the token must look like for the function to be called; null for anything. */
  readonly validation: RegExp | null;
  /** For how long a result is remembered, in seconds; 0 for not at all. */
  readonly ttlSeconds: number;
}

/** "If this field is not set, the default value is 300." */
const DEFAULT_TTL_SECONDS = 300;

/** The template's authorizers by what `Ref` gives. @throws UnsupportedPropertyError for what is not of the type TOKEN */
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
  /** Calls a function and gives its result. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<unknown>;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

/** Asks an authorizer about a token; null lets the request in, else API Gateway answers that. */
export type TokenCheck = (
  authorizer: TokenAuthorizer,
  token: string | undefined,
  methodArn: string,
) => Promise<GatewayResponseType | null>;

/** Tokens that are remembered at most. Those that came first are forgotten first. */
const MAX_REMEMBERED = 10_000;

/**
 * Asks authorizers as API Gateway does. A missing token, or one that doesn't look like one, is "a 401 Unauthorized response
 * without calling the Lambda function"; the policy that comes back is remembered for the token and judged anew for each
 * method; the one error "Unauthorized" is a 401, any other a 500; errors are not remembered.
 */
export function createTokenCheck({ invoke, now }: TokenCheckOptions): TokenCheck {
  const remembered = new Map<string, { policy: Policy; until: number }>();

  async function policyFor(authorizer: TokenAuthorizer, token: string, methodArn: string): Promise<Policy> {
    const key = `${authorizer.functionArn} ${token}`;
    const known = remembered.get(key);
    if (known && known.until > now()) return known.policy;
    remembered.delete(key);
    const event = { type: 'TOKEN', authorizationToken: token, methodArn };
    const policy = readAuthorizerOutput(await invoke(authorizer.functionArn, event));
    if (authorizer.ttlSeconds > 0) {
      remembered.set(key, { policy, until: now() + authorizer.ttlSeconds * 1000 });
      if (remembered.size > MAX_REMEMBERED) remembered.delete(remembered.keys().next().value!);
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

/** Whether a function has thrown the one error that API Gateway knows: its message is "Unauthorized". */
function isUnauthorized(error: unknown): boolean {
  try {
    return (
      (JSON.parse((error as Error).message) as { errorMessage?: string }).errorMessage === 'Unauthorized'
    );
  } catch {
    return false;
  }
}
