import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { PROBLEMS, type Problem, problemBody } from './problems.ts';

/**
 * What API Gateway answers by itself, before or instead of an integration. These are no VTL and can't know their
 * status, so each type has its own literal body; the two defaults catch the types that are named nowhere here.
 */
export const GATEWAY_PROBLEMS: Readonly<Record<string, Problem>> = {
  ACCESS_DENIED: PROBLEMS.forbidden,
  API_CONFIGURATION_ERROR: PROBLEMS.internal,
  AUTHORIZER_CONFIGURATION_ERROR: PROBLEMS.internal,
  AUTHORIZER_FAILURE: PROBLEMS.internal,
  BAD_REQUEST_BODY: PROBLEMS.badRequest,
  BAD_REQUEST_PARAMETERS: PROBLEMS.badRequest,
  DEFAULT_4XX: PROBLEMS.badRequest,
  DEFAULT_5XX: PROBLEMS.internal,
  EXPIRED_TOKEN: PROBLEMS.forbidden,
  INTEGRATION_FAILURE: PROBLEMS.timeout,
  INTEGRATION_TIMEOUT: PROBLEMS.timeout,
  INVALID_API_KEY: PROBLEMS.forbidden,
  INVALID_SIGNATURE: PROBLEMS.forbidden,
  // Not a 404: known and unknown paths alike have an ANY method, so this is about signatures only.
  MISSING_AUTHENTICATION_TOKEN: PROBLEMS.forbidden,
  QUOTA_EXCEEDED: PROBLEMS.tooManyRequests,
  REQUEST_TOO_LARGE: PROBLEMS.tooLarge,
  RESOURCE_NOT_FOUND: PROBLEMS.notFound,
  THROTTLED: PROBLEMS.tooManyRequests,
  UNAUTHORIZED: PROBLEMS.unauthorized,
  UNSUPPORTED_MEDIA_TYPE: PROBLEMS.unsupportedMediaType,
  WAF_FILTERED: PROBLEMS.forbidden,
};

/** Gives every answer of API Gateway itself the API's one error shape, with CORS. */
export function addGatewayResponses(api: RestApi, headers: Readonly<Record<string, string>>): void {
  for (const [type, problem] of Object.entries(GATEWAY_PROBLEMS)) {
    api.addGatewayResponse(type, {
      type: ResponseType.of(type),
      statusCode: String(problem.status),
      responseHeaders: { ...headers },
      templates: { 'application/json': problemBody(problem) },
    });
  }
}
