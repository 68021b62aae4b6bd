import { readApi } from '../../../local/gateway/api.ts';
import { createGateway } from '../../../local/gateway/gateway.ts';
import { createS3Integration } from '../../../local/gateway/s3-integration.ts';
import { CREDENTIALS } from '../../../local/s3/server.ts';
import { type LocalServer, listen } from '../../../local/stack/servers.ts';
import type { TemplateFile } from '../../../local/template/template.ts';
import { send } from '../../e2e/http.ts';
import { apiTemplate, gatewayResponse, mock, type TestMethod } from '../template/templates.ts';

type Resources = TemplateFile['Resources'];

/** The function of the authorizer. */
export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:Authorize';

/** An authorizer of the type TOKEN whose results are cached for a minute. */
export const authorizer = (more: object = {}): Resources => ({
  Authorizer: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      Type: 'TOKEN',
      Name: 'authorizer',
      RestApiId: { Ref: 'Api' },
      AuthorizerUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
      IdentitySource: 'method.request.header.Authorization',
      IdentityValidationExpression: '^Bearer \\w+$',
      AuthorizerResultTtlInSeconds: 60,
      ...more,
    },
  },
});

/** A usage plan with three keys: `kkk…`, one with a generated value, and `ooo…`, which is disabled. `uuu…` is in no plan. */
export const PLAN: Resources = {
  Plan: {
    Type: 'AWS::ApiGateway::UsagePlan',
    Properties: {
      ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' }, Throttle: {} }],
      Quota: { Limit: 5, Period: 'MONTH' },
      Throttle: { RateLimit: 1, BurstLimit: 3 },
    },
  },
  ...keyOf('Key', { Enabled: true, Value: 'k'.repeat(30) }),
  ...keyOf('Other', { Enabled: true }),
  ...keyOf('Off', { Enabled: false, Value: 'o'.repeat(30) }),
  Unused: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: 'u'.repeat(30) } },
};

function keyOf(name: string, properties: object): Resources {
  return {
    [name]: { Type: 'AWS::ApiGateway::ApiKey', Properties: { ...properties } },
    [`${name}InPlan`]: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: name }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
    },
  };
}

/** The properties of a method with the authorizer. */
export const custom = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };

/** A method that returns 200, with these properties. */
export const method = (route: string, more: object): TestMethod => ({
  route,
  integration: mock(200, 'in'),
  more,
});

/** The API of a test and its inputs. */
export interface ClosedApi {
  readonly url: string;
  /** The monotonic clock, in milliseconds. */
  now: number;
  readonly today: Date;
  /** The invocations of the authorizer: ARN and event. */
  readonly asked: unknown[];
  /** Returns the result of the authorizer. */
  answer: (event: { authorizationToken: string; methodArn: string }) => unknown;
  /** Returns the status, with the body if it is not 200. */
  outcome(path: string, headers?: Record<string, string>, verb?: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Serves methods as API Gateway does. By default the authorizer allows all GET requests. */
export async function serveClosedApi(methods: readonly TestMethod[], more: Resources): Promise<ClosedApi> {
  const responses = Object.fromEntries(
    ['UNAUTHORIZED', 'ACCESS_DENIED'].map((type) => [type, gatewayResponse(type, 401, type)]),
  );
  let server: LocalServer;
  const api: ClosedApi = {
    get url() {
      return server.url;
    },
    now: 0,
    today: new Date('2026-01-31T12:00:00Z'),
    asked: [],
    answer: ({ methodArn }) => policy('Allow', `${stageOf(methodArn)}/GET/*`),
    async outcome(path, headers = {}, verb = 'GET') {
      const { status, text } = await send(server.url, path, { method: verb, headers });
      return status === 200 ? 200 : `${status} ${text}`;
    },
    close: () => server.close(),
  };
  const gateway = createGateway({
    api: readApi(apiTemplate(methods, { more: { ...more, ...responses } })),
    stageVariables: () => ({}),
    s3: createS3Integration({ endpoint: 'http://127.0.0.1:1', credentials: CREDENTIALS }),
    invoke: async (arn, event) => {
      api.asked.push([arn, event]);
      return api.answer(event as Parameters<ClosedApi['answer']>[0]);
    },
    credentials: CREDENTIALS,
    now: () => api.now,
    clock: () => api.today,
  });
  server = await listen(0, (...exchange) => void gateway(...exchange));
  return api;
}

/** The output of an authorizer. */
export const policy = (effect: string, ...resources: string[]) => ({
  principalId: 'somebody',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resources }],
  },
});

/** The part `arn:…:{api}/{stage}` of a method's ARN. */
export const stageOf = (methodArn: string): string => methodArn.split('/').slice(0, 2).join('/');
