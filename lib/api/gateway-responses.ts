import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { Settings } from '../settings/settings.ts';
import { challenge, type LiteralHeaders, PROBLEM_HEADERS } from './headers.ts';
import { PROBLEMS, type Problem, problemBody } from './problems.ts';

/** One response of API Gateway itself: the problem and its additional headers. */
interface GatewayProblem {
  readonly problem: Problem;
  readonly headers?: LiteralHeaders;
}

/**
 * The responses that API Gateway sends before or instead of an integration. Their templates support no VTL and cannot read the status, so each
 * type has a literal body. The two defaults apply to all types without an entry.
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
  // Not a 404: every path has an ANY method, so this response is sent only for missing signatures.
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
 * The responses for bearer tokens. For a request without a well-formed token, API Gateway returns UNAUTHORIZED without invoking the
 * authorizer. For a token that the authorizer rejects, it returns ACCESS_DENIED, by default with status 403. RFC 6750 requires 401
 * in both cases, and `error="invalid_token"` only in the second case.
 */
const BEARER_PROBLEMS: Readonly<Record<string, GatewayProblem>> = {
  UNAUTHORIZED: { problem: PROBLEMS.unauthorized, headers: challenge('Bearer') },
  ACCESS_DENIED: { problem: PROBLEMS.invalidToken, headers: challenge('Bearer error="invalid_token"') },
};

/** Gives every response of API Gateway itself the API's error shape, with CORS. */
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
