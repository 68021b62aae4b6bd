import { readTemplate, type Template, type TemplateFile } from '../../../local/template/template.ts';
import { BUCKET } from '../s3/server.ts';

type Resources = TemplateFile['Resources'];

/** Small CloudFormation templates for tests. */
export const templateOf = (Resources: Resources, folder = '/out'): Template =>
  readTemplate({ Resources }, 'Stack', folder);

export interface TestMethod {
  /** `GET /items/{id}` */
  readonly route: string;
  readonly integration: Readonly<Record<string, unknown>>;
  readonly requestParameters?: Readonly<Record<string, boolean>>;
  readonly methodResponses?: readonly unknown[];
  /** Other properties of the method. */
  readonly more?: object;
}

/** A mock integration that returns a status with a body. */
export const mock = (status: number, body = ''): Readonly<Record<string, unknown>> => ({
  Type: 'MOCK',
  RequestTemplates: { 'application/json': JSON.stringify({ statusCode: status }) },
  IntegrationResponses: [{ StatusCode: String(status), ResponseTemplates: { 'application/json': body } }],
});

/** An API with these methods; resources are derived from their routes. */
export function apiTemplate(
  methods: readonly TestMethod[],
  { api = {}, stage = {}, more = {} }: { api?: object; stage?: object; more?: Resources } = {},
): Template {
  const resources: Record<string, Resources[string]> = {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { ...api } },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { StageName: 'live', RestApiId: { Ref: 'Api' }, ...stage },
    },
    ...more,
  };
  const ids = new Map<string, unknown>([['', { 'Fn::GetAtt': ['Api', 'RootResourceId'] }]]);
  for (const [index, method] of methods.entries()) {
    const { route, integration, requestParameters = {}, methodResponses, more: properties = {} } = method;
    const [HttpMethod, path = '/'] = route.split(' ');
    let parent = '';
    for (const part of path.split('/').filter(Boolean)) {
      const own = `${parent}/${part}`;
      if (!ids.has(own)) {
        const logicalId = `Resource${ids.size}`;
        resources[logicalId] = {
          Type: 'AWS::ApiGateway::Resource',
          Properties: { ParentId: ids.get(parent), PathPart: part, RestApiId: { Ref: 'Api' } },
        };
        ids.set(own, { Ref: logicalId });
      }
      parent = own;
    }
    const responses = (integration.IntegrationResponses ?? []) as {
      StatusCode: string;
      ResponseParameters?: object;
    }[];
    resources[`Method${index}`] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        HttpMethod,
        AuthorizationType: 'NONE',
        ResourceId: ids.get(parent),
        RestApiId: { Ref: 'Api' },
        RequestParameters: requestParameters,
        Integration: integration,
        MethodResponses:
          methodResponses ??
          responses.map(({ StatusCode, ResponseParameters = {} }) => ({
            StatusCode,
            ResponseParameters: Object.fromEntries(
              Object.keys(ResponseParameters).map((name) => [name, true]),
            ),
          })),
        ...properties,
      },
    };
  }
  return templateOf(resources);
}

/** A literal gateway response. */
export const gatewayResponse = (type: string, status: number, body: string): Resources[string] => ({
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: {
    ResponseType: type,
    RestApiId: { Ref: 'Api' },
    StatusCode: String(status),
    ResponseParameters: { 'gatewayresponse.header.Content-Type': "'application/problem+json'" },
    ResponseTemplates: { 'application/json': body },
  },
});

/** An S3 integration for a document of the current slot, with a response for every status. */
export const s3Integration = (key: string, more: object = {}): Readonly<Record<string, unknown>> => ({
  Type: 'AWS',
  IntegrationHttpMethod: 'GET',
  Uri: `arn:aws:apigateway:us-east-1:s3:path/${BUCKET}/docs/\${stageVariables.slot}/${key}`,
  PassthroughBehavior: 'WHEN_NO_MATCH',
  RequestParameters: { 'integration.request.header.If-None-Match': 'method.request.header.If-None-Match' },
  IntegrationResponses: [
    {
      StatusCode: '200',
      SelectionPattern: '200',
      ResponseParameters: {
        'method.response.header.ETag': 'integration.response.header.ETag',
        'method.response.header.X-Missing': 'integration.response.header.X-Missing',
        'method.response.header.Cache-Control': "'public, max-age=300'",
      },
    },
    { StatusCode: '304', SelectionPattern: '304' },
    {
      StatusCode: '404',
      SelectionPattern: '40[34]',
      ResponseTemplates: { 'application/json': '{"missing":true}' },
    },
    { StatusCode: '500', ResponseTemplates: { 'application/json': '{"fault":true}' } },
  ],
  ...more,
});
