import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createAccessCheck } from './access.ts';
import type { Api, Integration } from './api.ts';
import type { TokenCheckOptions } from './authorizers.ts';
import { chooseCoding, compress } from './compression.ts';
import type { GatewayAnswer, GatewayResponseType } from './gateway-responses.ts';
import { mapRequest, UnsupportedMediaTypeError } from './integration-request.ts';
import { type IntegrationAnswer, mapResponse, NoIntegrationResponseError } from './integration-response.ts';
import { MappingTemplateError, type TemplateScope } from './mapping-template.ts';
import { findRoute } from './routes.ts';
import { IntegrationTimeoutError, type S3Integration } from './s3-integration.ts';
import type { SignatureCheckOptions } from './signatures.ts';

export interface GatewayOptions {
  readonly api: Api;
  /** Returns the stage's current variables. */
  readonly stageVariables: () => Readonly<Record<string, string>>;
  readonly s3: S3Integration;
  /** Invokes the functions of authorizers. */
  readonly invoke: TokenCheckOptions['invoke'];
  /** The credentials whose signatures are accepted. */
  readonly credentials: SignatureCheckOptions['credentials'];
  /** A monotonic clock, in milliseconds. */
  readonly now: () => number;
  readonly clock: () => Date;
}

/** Serves one request as API Gateway does. The API's paths begin at the root, as with a custom domain. */
export type Gateway = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** "Payload size: 10 MB". */
const MAX_BODY_BYTES = 10_485_760;

/** The request's body exceeds API Gateway's limit. */
class RequestTooLargeError extends Error {}

/** The request template of a mock returns no status. */
class MockError extends Error {}

/** The gateway response of each error; other errors are integration failures. */
const FAILURES: readonly (readonly [new (message: string) => Error, GatewayResponseType])[] = [
  [UnsupportedMediaTypeError, 'UNSUPPORTED_MEDIA_TYPE'],
  [MappingTemplateError, 'API_CONFIGURATION_ERROR'],
  [NoIntegrationResponseError, 'API_CONFIGURATION_ERROR'],
  [MockError, 'API_CONFIGURATION_ERROR'],
  [RequestTooLargeError, 'REQUEST_TOO_LARGE'],
  [IntegrationTimeoutError, 'INTEGRATION_TIMEOUT'],
];

/** Creates the gateway. */
export function createGateway(options: GatewayOptions): Gateway {
  const { api, stageVariables, s3 } = options;
  const checkAccess = createAccessCheck(options);

  async function answer(request: IncomingMessage): Promise<GatewayAnswer> {
    const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
    if (!path.startsWith('/')) return api.gatewayResponses('BAD_REQUEST_PARAMETERS');
    const route = findRoute(api.root, path);
    const method = route?.resource.methods.get(request.method!) ?? route?.resource.methods.get('ANY');
    if (!route || !method) return api.gatewayResponses('MISSING_AUTHENTICATION_TOKEN');
    const { authorization, integration } = method;
    const scope: TemplateScope = {
      body: await bodyOf(request),
      pathParameters: route.pathParameters,
      queryString: Object.fromEntries(new URLSearchParams(query)),
      headers: headersOf(request),
      stageVariables: stageVariables(),
    };
    const refused = await checkAccess(authorization, {
      ...{ method: request.method!, path, query: new URLSearchParams(query) },
      ...{ headers: scope.headers, body: scope.body },
    });
    if (refused) return api.gatewayResponses(refused);
    const answered = await integrate(integration, scope, request.headers['content-type']);
    return mapResponse(integration, answered, scope);
  }

  async function integrate(
    integration: Integration,
    scope: TemplateScope,
    contentType: string | undefined,
  ): Promise<IntegrationAnswer> {
    const mapped = mapRequest(integration, scope, contentType);
    if (integration.type === 'MOCK')
      return { status: mockStatus(mapped.body), headers: {}, body: Buffer.alloc(0) };
    const path = integration.s3Path
      // An undefined stage variable is an empty string.
      .replaceAll(/\$\{stageVariables\.(\w+)\}/g, (_, name: string) => scope.stageVariables[name] ?? '')
      .replaceAll(/\{(\w+)\}/g, (_, name: string) => mapped.path[name] ?? '');
    const { headers, querystring } = mapped;
    return s3.call({ method: integration.httpMethod, path, headers, querystring });
  }

  return async (request, response) => {
    let answered: GatewayAnswer;
    try {
      answered = await answer(request);
    } catch (error) {
      const [, type = 'INTEGRATION_FAILURE'] = FAILURES.find(([failure]) => error instanceof failure) ?? [];
      answered = api.gatewayResponses(type);
    }
    await send(request, response, answered, api.minimumCompressionSize);
  };
}

/** "The mock integration's template must return a statusCode": that is the integration's status. */
function mockStatus(body: string): number {
  try {
    const { statusCode } = JSON.parse(body) as { statusCode?: unknown };
    if (Number.isInteger(statusCode)) return statusCode as number;
  } catch {
    // Invalid JSON is reported like a missing status code.
  }
  throw new MockError('The mock integration has no status code.');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new RequestTooLargeError();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: GatewayAnswer,
  minimumCompressionSize: number | null,
): Promise<void> {
  const large =
    minimumCompressionSize !== null && body.byteLength > 0 && body.byteLength >= minimumCompressionSize;
  const coding = large ? chooseCoding(request.headers['accept-encoding']) : null;
  const sent = coding ? await compress(body, coding) : body;
  const hasBody = request.method !== 'HEAD' && status !== 204 && status !== 304;
  response.writeHead(status, {
    ...headers,
    'x-amzn-RequestId': randomUUID(),
    ...(coding && { 'Content-Encoding': coding }),
    ...(hasBody && { 'Content-Length': sent.byteLength }),
    // Does not wait for the rest of a body that is too large.
    ...(request.complete ? {} : { Connection: 'close' }),
  });
  response.end(hasBody ? sent : undefined);
}
