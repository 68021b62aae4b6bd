import { InvalidTemplateError, UnsupportedPropertyError } from '../template/errors.ts';
import { type Resource, type Template, theOnly } from '../template/template.ts';
import { readApiKeys } from './api-keys.ts';
import { readAuthorizers, type TokenAuthorizer } from './authorizers.ts';
import { type GatewayResponses, readGatewayResponses } from './gateway-responses.ts';
import { checkTemplate } from './mapping-template.ts';
import { type ApiResource, resourceTree } from './routes.ts';

/** How a response of the integration is mapped to a response of the method. */
export interface IntegrationResponse {
  readonly status: number;
  /** "A regular expression used to choose an integration response"; the default has none. */
  readonly selectionPattern: RegExp | null;
  /** Header name → `'literal'` or `integration.response.header.X`. */
  readonly headers: ReadonlyMap<string, string>;
  readonly templates: ReadonlyMap<string, string>;
}

/** The integration of a method. */
export interface Integration {
  readonly type: 'MOCK' | 'AWS';
  /** For S3 integrations: bucket and key, which can contain `{parameters}` and `${stageVariables}`. */
  readonly s3Path: string;
  readonly httpMethod: string;
  /** Target (`header.If-None-Match`, `path.year`) → source of the value. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly templates: ReadonlyMap<string, string>;
  readonly passthrough: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  readonly responses: readonly IntegrationResponse[];
}

/** The credentials that a method requires. */
export interface Authorization {
  /** The check of the caller: none, an AWS signature, or a token that the authorizer must accept. */
  readonly by: 'NONE' | 'AWS_IAM' | TokenAuthorizer;
  /** Whether an API key is required as well. */
  readonly apiKey: boolean;
}

/** A method of the API. */
export interface ApiMethod {
  readonly authorization: Authorization;
  readonly integration: Integration;
}

/** The template's API. */
export interface Api {
  readonly id: string;
  readonly root: ApiResource<ApiMethod>;
  /** The values of the API keys that methods accept. */
  readonly apiKeys: readonly string[];
  readonly gatewayResponses: GatewayResponses;
  /** Smallest size in bytes of responses that are compressed; null if none are. */
  readonly minimumCompressionSize: number | null;
  readonly stage: ApiStage;
}

/** The stage of the API. */
export interface ApiStage {
  readonly name: string;
  /** The variables that the template sets. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Reads the API of a template.
 * @throws UnsupportedPropertyError or InvalidTemplateError, which name the method and the unsupported or invalid part
 */
export function readApi(template: Template): Api {
  const api = theOnly(template, 'AWS::ApiGateway::RestApi');
  const stage = theOnly(template, 'AWS::ApiGateway::Stage');
  const tree = resourceTree<ApiMethod>(template);
  const authorizers = readAuthorizers(template);
  for (const method of template.of('AWS::ApiGateway::Method')) {
    const { ResourceId, HttpMethod } = method.properties as { ResourceId: string; HttpMethod: string };
    const resource = tree.get(ResourceId);
    if (!resource)
      throw new InvalidTemplateError(`The method ${method.logicalId} belongs to no resource of the API.`);
    resource.methods.set(HttpMethod, {
      authorization: readAuthorization(method, authorizers),
      integration: readIntegration(method, resource.path),
    });
  }
  return {
    id: api.ref,
    root: tree.get(`${api.logicalId}.root`)!,
    apiKeys: readApiKeys(template),
    gatewayResponses: readGatewayResponses(template),
    minimumCompressionSize: (api.properties.MinimumCompressionSize as number | undefined) ?? null,
    stage: { name: stage.ref, variables: (stage.properties.Variables ?? {}) as Record<string, string> },
  };
}

interface MethodProperties {
  readonly ApiKeyRequired?: boolean;
  readonly AuthorizationType?: string;
  readonly AuthorizerId?: string;
  readonly RequestParameters?: Readonly<Record<string, boolean>>;
  readonly MethodResponses?: readonly {
    readonly StatusCode: string;
    readonly ResponseParameters?: Readonly<Record<string, boolean>>;
  }[];
  readonly Integration?: Readonly<Record<string, unknown>>;
}

const INTEGRATION_PROPERTIES = [
  'Type',
  'Uri',
  'IntegrationHttpMethod',
  'Credentials',
  'RequestParameters',
  'RequestTemplates',
  'PassthroughBehavior',
  'IntegrationResponses',
];
const RESPONSE_PROPERTIES = ['StatusCode', 'SelectionPattern', 'ResponseParameters', 'ResponseTemplates'];

function readAuthorization(
  { logicalId, type, properties }: Resource,
  authorizers: ReadonlyMap<string, TokenAuthorizer>,
): Authorization {
  const {
    AuthorizationType = 'NONE',
    AuthorizerId = '',
    ApiKeyRequired = false,
  } = properties as MethodProperties;
  const by =
    AuthorizationType === 'NONE' || AuthorizationType === 'AWS_IAM'
      ? AuthorizationType
      : AuthorizationType === 'CUSTOM' && authorizers.get(AuthorizerId);
  if (by) return { by, apiKey: ApiKeyRequired };
  throw new UnsupportedPropertyError(logicalId, type, `the authorization ${AuthorizationType}`);
}

function readIntegration(method: Resource, path: string): Integration {
  const { logicalId, type } = method;
  const refuse = (what: string): never => {
    throw new UnsupportedPropertyError(logicalId, type, what);
  };
  const properties = method.properties as MethodProperties;
  const integration = properties.Integration ?? {};
  const unknown = Object.keys(integration).find((name) => !INTEGRATION_PROPERTIES.includes(name));
  if (unknown !== undefined) refuse(`an integration with ${unknown}`);
  const integrationType = String(integration.Type);
  if (integrationType !== 'MOCK' && integrationType !== 'AWS')
    refuse(`an integration of the type ${integrationType}`);
  const uri = String(integration.Uri ?? '');
  const s3Path = /^arn:[^:]+:apigateway:[^:]*:s3:path\/(.+)$/.exec(uri)?.[1];
  if (integrationType === 'AWS' && s3Path === undefined) refuse(`an integration of ${uri}`);

  const parameters = readParameters(integration.RequestParameters, 'integration.request.');
  checkParameters(logicalId, parameters, properties, s3Path ?? '', path);
  // API Gateway may store an empty template as null, so here it counts as none.
  const templates = new Map([...mapOf(integration.RequestTemplates)].filter(([, text]) => text !== ''));
  for (const template of templates.values()) checkTemplate(logicalId, template);
  return {
    type: integrationType as Integration['type'],
    s3Path: s3Path ?? '',
    httpMethod: String(integration.IntegrationHttpMethod ?? 'GET'),
    parameters,
    templates,
    passthrough: (integration.PassthroughBehavior ?? 'WHEN_NO_MATCH') as Integration['passthrough'],
    responses: ((integration.IntegrationResponses ?? []) as Record<string, unknown>[]).map((response) =>
      readResponse(response, method),
    ),
  };
}

function readResponse(
  response: Readonly<Record<string, unknown>>,
  { logicalId, type, properties }: Resource,
): IntegrationResponse {
  const unknown = Object.keys(response).find((name) => !RESPONSE_PROPERTIES.includes(name));
  if (unknown !== undefined)
    throw new UnsupportedPropertyError(logicalId, type, `an integration response with ${unknown}`);
  const { StatusCode, SelectionPattern, ResponseParameters, ResponseTemplates } = response;
  const declared = (properties as MethodProperties).MethodResponses?.find(
    (one) => one.StatusCode === StatusCode,
  );
  if (!declared) {
    throw new InvalidTemplateError(
      `${logicalId} answers ${StatusCode}, but declares no method response for it.`,
    );
  }
  const headers = readParameters(ResponseParameters, 'method.response.header.');
  for (const [name, source] of headers) {
    if (declared.ResponseParameters?.[`method.response.header.${name}`] === undefined) {
      throw new InvalidTemplateError(
        `${logicalId} sets the header ${name} on ${StatusCode}, but doesn't declare it.`,
      );
    }
    if (!/^('.*'|integration\.response\.header\.[\w-]+)$/s.test(source)) {
      throw new UnsupportedPropertyError(logicalId, type, `the mapping of ${name} from ${source}`);
    }
  }
  const templates = mapOf(ResponseTemplates);
  for (const template of templates.values()) checkTemplate(logicalId, template);
  return {
    status: Number(StatusCode),
    // API Gateway uses Java's matches(), so the pattern must match the whole status.
    selectionPattern: SelectionPattern ? new RegExp(`^(?:${SelectionPattern})$`) : null,
    headers,
    templates,
  };
}

/** Refuses parameter mappings that API Gateway refuses at deployment or that have no source. */
function checkParameters(
  logicalId: string,
  parameters: ReadonlyMap<string, string>,
  { RequestParameters = {} }: MethodProperties,
  s3Path: string,
  path: string,
): void {
  for (const [target, source] of parameters) {
    if (/^'.*'$/s.test(source) || source.startsWith('stageVariables.')) continue;
    if (!source.startsWith('method.request.') || RequestParameters[source] === undefined) {
      throw new InvalidTemplateError(`${logicalId} maps ${target} from ${source}, but doesn't declare it.`);
    }
    const name = /^method\.request\.path\.(.+)$/.exec(source)?.[1];
    if (name !== undefined && !path.includes(`{${name}}`) && !path.includes(`{${name}+}`)) {
      throw new InvalidTemplateError(
        `${logicalId} maps the path parameter ${name}, which ${path} doesn't have.`,
      );
    }
  }
  for (const [, name] of s3Path.replaceAll(/\$\{[^}]*\}/g, '').matchAll(/\{(\w+)\}/g)) {
    if (!parameters.has(`path.${name}`)) {
      throw new InvalidTemplateError(`${logicalId} has {${name}} in its URI, but maps no parameter to it.`);
    }
  }
}

const mapOf = (value: unknown): Map<string, string> =>
  new Map(Object.entries((value ?? {}) as Record<string, string>));

const readParameters = (value: unknown, prefix: string): Map<string, string> =>
  new Map([...mapOf(value)].map(([name, source]) => [name.replace(prefix, ''), source]));
