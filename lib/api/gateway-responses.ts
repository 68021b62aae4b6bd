import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Settings } from '../settings/settings.ts';
import { challenge, type LiteralHeaders, PROBLEM_HEADERS } from './headers.ts';
import { PROBLEMS, type Problem, problemBody } from './problems.ts';

/** One answer of API Gateway itself: the problem, and headers beside those of every problem. */
interface GatewayProblem {
  readonly problem: Problem;
  readonly headers?: LiteralHeaders;
}

/**
 * What API Gateway answers by itself, before or instead of an integration. These are no VTL and can't know their
 * status, so each type has its own literal body; the two defaults catch the types that are named nowhere here.
 */
const GATEWAY_PROBLEMS: Readonly<Record<string, GatewayProblem>> = {
  ACCESS_DENIED: { problem: PROBLEMS.forbidden },
  API_CONFIGURATION_ERROR: { problem: PROBLEMS.internal },
  AUTHORIZER_CONFIGURATION_ERROR: { problem: PROBLEMS.internal },
  AUTHORIZER_FAILURE: { problem: PROBLEMS.internal },
  BAD_REQUEST_BODY: { problem: PROBLEMS.badRequest },
  BAD_REQUEST_PARAMETERS: { problem: PROBLEMS.badRequest },
  DEFAULT_4XX: { problem: PROBLEMS.badRequest },
  DEFAULT_5XX: { problem: PROBLEMS.internal },
  EXPIRED_TOKEN: { problem: PROBLEMS.forbidden },
  INTEGRATION_FAILURE: { problem: PROBLEMS.timeout },
  INTEGRATION_TIMEOUT: { problem: PROBLEMS.timeout },
  INVALID_API_KEY: { problem: PROBLEMS.forbidden },
  INVALID_SIGNATURE: { problem: PROBLEMS.forbidden },
  // Not a 404: known and unknown paths alike have an ANY method, so this is about signatures only.
  MISSING_AUTHENTICATION_TOKEN: { problem: PROBLEMS.forbidden },
  QUOTA_EXCEEDED: { problem: PROBLEMS.quotaExceeded },
  REQUEST_TOO_LARGE: { problem: PROBLEMS.tooLarge },
  RESOURCE_NOT_FOUND: { problem: PROBLEMS.notFound },
  THROTTLED: { problem: PROBLEMS.tooManyRequests },
  UNAUTHORIZED: { problem: PROBLEMS.unauthorized },
  UNSUPPORTED_MEDIA_TYPE: { problem: PROBLEMS.unsupportedMediaType },
  WAF_FILTERED: { problem: PROBLEMS.forbidden },
};

/**
 * Where tokens are asked for. A request without one, or with what is none, is UNAUTHORIZED before any function is called. A
 * token that the authorizer refuses is ACCESS_DENIED to API Gateway, a 403; to HTTP it is a 401 all the same, and that
 * two types lead there lets RFC 6750's `error="invalid_token"` stand on the one and not on the other, as it must.
 */
const BEARER_PROBLEMS: Readonly<Record<string, GatewayProblem>> = {
  UNAUTHORIZED: { problem: PROBLEMS.unauthorized, headers: challenge('Bearer') },
  ACCESS_DENIED: { problem: PROBLEMS.invalidToken, headers: challenge('Bearer error="invalid_token"') },
};

/** Gives every answer of API Gateway itself the API's one error shape, with CORS. */
export function addGatewayResponses(api: RestApi, { access }: Pick<Settings, 'access'>): void {
  const problems = { ...GATEWAY_PROBLEMS, ...(access === 'bearer' && BEARER_PROBLEMS) };
  for (const [type, { problem, headers = {} }] of Object.entries(problems)) {
    api.addGatewayResponse(type, {
      type: ResponseType.of(type),
      statusCode: String(problem.status),
      responseHeaders: { ...PROBLEM_HEADERS, ...headers },
      templates: { 'application/json': problemBody(problem) },
    });
  }
}
