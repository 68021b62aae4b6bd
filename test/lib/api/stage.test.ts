import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import { describe, expect, it } from 'vitest';
import { only, type Resource, synthesize } from '../synthesize.ts';

const stack = synthesize();

describe("API Gateway's own responses", () => {
  const responses = Object.values(stack.resources('AWS::ApiGateway::GatewayResponse')).map(
    ({ Properties }) => Properties,
  );

  it('are defined for every response type', () => {
    const types = Object.getOwnPropertyNames(ResponseType).filter((name) => /^[A-Z0-9_]+$/.test(name));
    const known = types.filter((name) => name !== 'PROPERTY_INJECTION_ID');

    expect(responses.map(({ ResponseType: type }) => type).sort()).toEqual(known.sort());
  });

  it.each(responses.map((response) => [response.ResponseType, response]))(
    'of type %s are literal problems with CORS headers',
    (_, { StatusCode, ResponseTemplates, ResponseParameters }) => {
      expect(ResponseParameters).toEqual({
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
        'gatewayresponse.header.Cache-Control': "'no-store'",
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
      });
      expect(ResponseTemplates['application/json']).not.toMatch(/[$#]/);
      expect(JSON.parse(ResponseTemplates['application/json'])).toMatchObject({
        type: 'about:blank',
        status: Number(StatusCode),
      });
    },
  );

  it('keep their usual statuses', () => {
    const statuses = Object.fromEntries(
      responses.map(({ ResponseType: type, StatusCode }) => [type, StatusCode]),
    );

    expect(statuses).toMatchObject({
      THROTTLED: '429',
      MISSING_AUTHENTICATION_TOKEN: '403',
      REQUEST_TOO_LARGE: '413',
      INTEGRATION_TIMEOUT: '504',
      DEFAULT_4XX: '400',
      DEFAULT_5XX: '500',
    });
  });

  it('are included in the deployment of the API', () => {
    const deployment = only(stack, 'AWS::ApiGateway::Deployment') as Resource & { DependsOn: string[] };

    expect(deployment.DependsOn).toEqual(
      expect.arrayContaining(Object.keys(stack.resources('AWS::ApiGateway::GatewayResponse'))),
    );
  });
});

describe('The stage', () => {
  const stage = only(stack, 'AWS::ApiGateway::Stage').Properties;

  it('has no variables in the template, because runs set them', () => {
    expect(stage).not.toHaveProperty('Variables');
    expect(JSON.stringify(stack.template.toJSON())).not.toContain('"StageVariables"');
  });

  it('has the configured name, throttling and metrics', () => {
    const other = synthesize({ stageName: 'test', throttlingRate: 7, throttlingBurst: 9 });

    expect(stage.StageName).toBe('live');
    expect(only(other, 'AWS::ApiGateway::Stage').Properties).toMatchObject({
      StageName: 'test',
      MethodSettings: [
        expect.objectContaining({
          HttpMethod: '*',
          ResourcePath: '/*',
          MetricsEnabled: false,
          ThrottlingRateLimit: 7,
          ThrottlingBurstLimit: 9,
        }),
      ],
    });
  });

  it('compresses responses and treats every body as text', () => {
    const { Properties } = only(stack, 'AWS::ApiGateway::RestApi');

    expect(Properties.MinimumCompressionSize).toBe(0);
    expect(Properties).not.toHaveProperty('BinaryMediaTypes');
  });

  it.each([
    ['off', 0, false],
    ['account', 0, true],
    ['create', 1, true],
  ])('with the access logs %s creates %i account roles for logging', (accessLogs, accounts, logged) => {
    const other = synthesize({ accessLogs });
    const { Properties } = only(other, 'AWS::ApiGateway::Stage');

    expect('AccessLogSetting' in Properties).toBe(logged);
    const found = Object.values(other.resources('AWS::ApiGateway::Account'));
    expect(found).toHaveLength(accounts);
    // The account setting must remain for other stacks when this stack is deleted.
    for (const account of found) expect(account.DeletionPolicy).toBe('Retain');
  });
});
