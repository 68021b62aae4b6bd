import { UnsupportedPropertyError } from '../template/errors.ts';
import type { Resource, Template } from '../template/template.ts';

/** A response to the client. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** API Gateway's own responses with their default status and message. */
const TYPES = {
  ACCESS_DENIED: { status: 403, message: 'User is not authorized to access this resource' },
  API_CONFIGURATION_ERROR: { status: 500, message: 'Internal server error' },
  AUTHORIZER_CONFIGURATION_ERROR: { status: 500, message: 'Internal server error' },
  AUTHORIZER_FAILURE: { status: 500, message: 'Internal server error' },
  BAD_REQUEST_PARAMETERS: { status: 400, message: 'Bad Request' },
  INTEGRATION_FAILURE: { status: 504, message: 'Internal server error' },
  INTEGRATION_TIMEOUT: { status: 504, message: 'Endpoint request timed out' },
  INVALID_API_KEY: { status: 403, message: 'Forbidden' },
  INVALID_SIGNATURE: { status: 403, message: 'The request signature we calculated does not match' },
  MISSING_AUTHENTICATION_TOKEN: { status: 403, message: 'Missing Authentication Token' },
  REQUEST_TOO_LARGE: { status: 413, message: 'Request Too Long' },
  UNAUTHORIZED: { status: 401, message: 'Unauthorized' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Unsupported Media Type' },
} as const;

export type GatewayResponseType = keyof typeof TYPES;

/** Returns the response of a type. */
export type GatewayResponses = (type: GatewayResponseType) => GatewayAnswer;

interface Customized {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * Reads the API's gateway responses. Types without a customized response use DEFAULT_4XX or DEFAULT_5XX if the API customizes
 * these. API Gateway's templates "support simple variable substitution"; here they must be literal.
 */
export function readGatewayResponses(template: Template): GatewayResponses {
  const customized = new Map(
    template
      .of('AWS::ApiGateway::GatewayResponse')
      .map((resource) => [resource.properties.ResponseType as string, readResponse(resource)]),
  );
  return (type) => {
    const { status, message } = TYPES[type];
    const own = customized.get(type) ?? customized.get(status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
    return {
      status: own?.status ?? status,
      headers: { 'Content-Type': 'application/json', ...own?.headers },
      body: Buffer.from(own?.body ?? JSON.stringify({ message })),
    };
  };
}

function readResponse(resource: Resource): Customized {
  const { logicalId, type } = resource;
  const { ResponseParameters, ResponseTemplates, StatusCode } = resource.properties as {
    ResponseParameters?: Record<string, string>;
    ResponseTemplates?: Record<string, string>;
    StatusCode?: string;
  };
  const headers = Object.entries(ResponseParameters ?? {}).map(([name, source]) => {
    const literal = /^'(.*)'$/s.exec(source)?.[1];
    if (literal === undefined || !name.startsWith('gatewayresponse.header.')) {
      throw new UnsupportedPropertyError(
        logicalId,
        type,
        `the parameter ${name} from ${source}`,
        'only literal headers are set',
      );
    }
    return [name.replace('gatewayresponse.header.', ''), literal];
  });
  const body = ResponseTemplates?.['application/json'] ?? Object.values(ResponseTemplates ?? {})[0] ?? null;
  if (body?.includes('$')) {
    throw new UnsupportedPropertyError(
      logicalId,
      type,
      'a template with variables',
      'only literal bodies are sent',
    );
  }
  return {
    status: StatusCode === undefined ? null : Number(StatusCode),
    headers: Object.fromEntries(headers),
    body,
  };
}
