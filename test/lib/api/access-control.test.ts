import { describe, expect, it } from 'vitest';
import { ALL_ENDPOINTS } from '../../../model/api/endpoints.ts';
import {
  named,
  only,
  permissionsOf,
  plain,
  type Resource,
  type Synthesized,
  synthesize,
} from '../synthesize.ts';

/** Every path of a document, aliases included. */
const PATHS = ALL_ENDPOINTS.flatMap(({ path }) =>
  path.startsWith('/v1/stats') ? [path, path.replace('/v1', '')] : [path],
);

const BEARER = {
  access: 'bearer',
  website: false,
  bearer: { issuer: 'https://id.example.org/', audience: ['statistics', 'more'] },
};
const IAM = { access: 'iam', website: false };
const KEYS = { apiKeys: true, website: false };
const DOMAIN = {
  name: 'api.example.org',
  certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678-abcd',
};

const methodsOf = ({ resources }: Synthesized, verbs: readonly string[]): Resource[] =>
  Object.values(resources('AWS::ApiGateway::Method')).filter(({ Properties }) =>
    verbs.includes(Properties.HttpMethod),
  );
const reads = (stack: Synthesized): Resource[] => methodsOf(stack, ['GET', 'HEAD']);
const mocks = (stack: Synthesized): Resource[] => methodsOf(stack, ['OPTIONS', 'ANY']);

/** Every value of a header in the responses of methods, by status. */
function headerOf(methods: readonly Resource[], status: string, header: string): string[] {
  const values = methods
    .flatMap(({ Properties }) => Properties.Integration.IntegrationResponses)
    .filter(({ StatusCode }) => StatusCode === status)
    .map(({ ResponseParameters }) => ResponseParameters[`method.response.header.${header}`]);
  return [...new Set<string>(values)];
}

const gatewayResponse = ({ resources }: Synthesized, type: string): Resource['Properties'] =>
  Object.values(resources('AWS::ApiGateway::GatewayResponse')).find(
    ({ Properties }) => Properties.ResponseType === type,
  )!.Properties;

const outputsOf = ({ template }: Synthesized): Record<string, { Value: unknown }> =>
  template.toJSON().Outputs;

describe('Access by default', () => {
  const stack = synthesize();

  it('allows public reads and caching in shared caches', () => {
    expect(reads(stack)).toHaveLength(2 * PATHS.length);
    for (const { Properties } of [...reads(stack), ...mocks(stack)]) {
      expect(Properties).toMatchObject({ AuthorizationType: 'NONE' });
      expect(Properties.ApiKeyRequired ?? false).toBe(false);
    }
    expect(headerOf(reads(stack), '200', 'Cache-Control')).toEqual(["'public, max-age=300'"]);
  });

  it('creates no authorizer, API key, usage plan and domain', () => {
    for (const type of ['Authorizer', 'ApiKey', 'UsagePlan', 'DomainName', 'BasePathMapping']) {
      expect(stack.resources(`AWS::ApiGateway::${type}`)).toEqual({});
    }
    expect(Object.keys(outputsOf(stack))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/Policy|Key|Plan|Domain/)]),
    );
  });
});

describe.each([
  ['iam', IAM, 'AWS_IAM', false],
  ['bearer', BEARER, 'CUSTOM', false],
  ['API keys', KEYS, 'NONE', true],
  ['bearer and API keys', { ...BEARER, ...KEYS }, 'CUSTOM', true],
  ['iam and API keys', { ...IAM, ...KEYS }, 'AWS_IAM', true],
])('Access with %s', (_, settings, type, withKey) => {
  const stack = synthesize(settings);

  it('requires the credentials for GET and HEAD of every document', () => {
    expect(reads(stack)).toHaveLength(2 * PATHS.length);
    for (const { Properties } of reads(stack)) {
      expect([Properties.AuthorizationType, Properties.ApiKeyRequired ?? false]).toEqual([type, withKey]);
    }
  });

  it('requires no credentials for preflights, 404 and 405', () => {
    for (const { Properties } of mocks(stack)) {
      expect([Properties.AuthorizationType, Properties.ApiKeyRequired ?? false]).toEqual(['NONE', false]);
      expect(Properties.Integration.Type).toBe('MOCK');
    }
  });

  it('allows only private caching of documents, separate for each value of the credentials', () => {
    const vary = [
      'Accept-Encoding',
      ...(type === 'NONE' ? [] : ['Authorization']),
      ...(withKey ? ['X-Api-Key'] : []),
    ];

    for (const status of ['200', '304']) {
      expect(headerOf(reads(stack), status, 'Cache-Control')).toEqual(["'private, max-age=300'"]);
      expect(headerOf(reads(stack), status, 'Vary')).toEqual([`'${vary.join(', ')}'`]);
    }
  });

  it('allows pages of other origins to send the credentials', () => {
    const [allowed] = headerOf(methodsOf(stack, ['OPTIONS']), '204', 'Access-Control-Allow-Headers');

    expect(allowed!.includes('Authorization')).toBe(type !== 'NONE');
    expect(allowed!.includes('X-Amz-Date')).toBe(type === 'AWS_IAM');
    expect(allowed!.includes('X-Api-Key')).toBe(withKey);
  });

  it("returns API Gateway's own errors as problems with CORS headers", () => {
    for (const { Properties } of Object.values(stack.resources('AWS::ApiGateway::GatewayResponse'))) {
      expect(Properties.ResponseParameters).toMatchObject({
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
        'gatewayresponse.header.Cache-Control': "'no-store'",
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
      });
      const body = Properties.ResponseTemplates['application/json'];
      expect(body).not.toMatch(/[$#]/);
      expect(JSON.parse(body).status).toBe(Number(Properties.StatusCode));
    }
  });
});

describe('Access with bearer tokens', () => {
  const stack = synthesize(BEARER);
  const authorizer = only(stack, 'AWS::ApiGateway::Authorizer').Properties;
  const authorize = named(stack, 'AWS::Lambda::Function', 'StatsApiBearerAuthorize').Properties;

  it('passes only the Authorization header, which is the cache key, to the authorizer', () => {
    expect(authorizer).toMatchObject({
      Type: 'TOKEN',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 60,
    });
    expect(JSON.stringify(authorizer.AuthorizerUri)).toContain('StatsApiBearerAuthorizeFunction');
  });

  it('rejects malformed tokens before the authorizer is invoked', () => {
    const pattern = new RegExp(authorizer.IdentityValidationExpression);

    expect(['Bearer a.b.c', 'bearer  a-_.B0.c'].every((text) => pattern.test(text))).toBe(true);
    const others = [
      'Bearer a.b',
      'Bearer a.b.',
      'Bearer a.b.c.d',
      'Basic a.b.c',
      'Bearer a.b.c, Bearer a.b.c',
      'a.b.c',
    ];
    expect(others.filter((text) => pattern.test(text))).toEqual([]);
  });

  it('configures the authorizer with issuer and audience and without a VPC', () => {
    expect(authorize.Environment.Variables).toMatchObject({
      BEARER_ISSUER: 'https://id.example.org/',
      BEARER_AUDIENCE: '["statistics","more"]',
    });
    expect(authorize.Environment.Variables).not.toHaveProperty('BEARER_JWKS_URI');
    expect(authorize.Environment.Variables).not.toHaveProperty('BUCKET');
    expect(authorize).not.toHaveProperty('VpcConfig');
    expect(authorize.Timeout).toBeLessThan(29);
  });

  it('limits the authorizer to writing its logs and traces', () => {
    expect(permissionsOf(stack, /^StatsApiBearerAuthorizeRole/)).toEqual([
      expect.stringMatching(/^logs:CreateLogStream <StatsApiBearerAuthorizeLogs\w+\.Arn>$/),
      expect.stringMatching(/^logs:PutLogEvents <StatsApiBearerAuthorizeLogs\w+\.Arn>$/),
      'xray:PutTelemetryRecords *',
      'xray:PutTraceSegments *',
    ]);
  });

  it('allows only the authorizer of this API to invoke the function', () => {
    const permission = named(stack, 'AWS::Lambda::Permission', 'StatsApiBearerAuthorizeFunction').Properties;

    expect(permission.Principal).toBe('apigateway.amazonaws.com');
    expect(plain(permission.SourceArn)).toMatch(
      /^arn:<AWS::Partition>:execute-api:.*:<StatsApi\w+>\/authorizers\/<StatsApiBearerAuthorizer\w+>$/,
    );
  });

  it.each([
    ['UNAUTHORIZED', '401', "'Bearer'"],
    ['ACCESS_DENIED', '401', `'Bearer error="invalid_token"'`],
  ])('returns for %s a %s with the challenge %s, which scripts can read', (type, status, challenge) => {
    const { StatusCode, ResponseParameters } = gatewayResponse(stack, type);

    expect(StatusCode).toBe(status);
    expect(ResponseParameters).toMatchObject({
      'gatewayresponse.header.WWW-Authenticate': challenge,
      'gatewayresponse.header.Access-Control-Expose-Headers': "'WWW-Authenticate'",
    });
  });

  it.each(['AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR'])('returns a 500 for %s', (type) => {
    expect(gatewayResponse(stack, type).StatusCode).toBe('500');
  });

  it('passes an explicit URL of the keys to the authorizer', () => {
    const jwksUri = 'https://id.example.org/keys';
    const other = synthesize({ ...BEARER, bearer: { ...BEARER.bearer, jwksUri } });

    expect(
      named(other, 'AWS::Lambda::Function', 'StatsApiBearerAuthorize').Properties.Environment.Variables,
    ).toMatchObject({ BEARER_JWKS_URI: jwksUri });
  });
});

describe('Access with iam', () => {
  const stack = synthesize(IAM);

  it('creates a policy that allows only reading the stage', () => {
    const { Statement } = only(stack, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument;

    expect(Statement).toHaveLength(1);
    expect(Statement[0]).toMatchObject({ Effect: 'Allow', Action: 'execute-api:Invoke' });
    expect(Statement[0].Resource.map(plain)).toEqual(
      ['GET', 'HEAD'].map((method) =>
        expect.stringMatching(
          new RegExp(
            `^arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<StatsApi\\w+>/<\\w+live\\w+>/${method}/\\*$`,
          ),
        ),
      ),
    );
    expect(plain(outputsOf(stack).ReadPolicyArn!.Value)).toMatch(/^<ReadPolicy\w+>$/);
  });

  it.each(['MISSING_AUTHENTICATION_TOKEN', 'INVALID_SIGNATURE', 'EXPIRED_TOKEN', 'ACCESS_DENIED'])(
    'returns a 403 for %s',
    (type) => {
      expect(gatewayResponse(stack, type).StatusCode).toBe('403');
    },
  );
});

describe('Access with API keys', () => {
  const stack = synthesize({
    ...KEYS,
    apiKeyQuotaPerMonth: 5_000,
    apiKeyThrottlingRate: 2,
    apiKeyThrottlingBurst: 4,
  });

  it('creates a usage plan for the stage with the limits of the settings', () => {
    const { ApiStages, Quota, Throttle } = only(stack, 'AWS::ApiGateway::UsagePlan').Properties;

    expect(Quota).toEqual({ Limit: 5_000, Period: 'MONTH' });
    expect(Throttle).toEqual({ RateLimit: 2, BurstLimit: 4 });
    expect(ApiStages.map(({ Stage }: { Stage: unknown }) => plain(Stage))).toEqual([
      expect.stringMatching(/^<StatsApi\w*Stagelive\w+>$/),
    ]);
  });

  it('creates an API key in the usage plan and outputs only its id, not its value', () => {
    const key = only(stack, 'AWS::ApiGateway::ApiKey').Properties;
    const { KeyId, UsagePlanId } = only(stack, 'AWS::ApiGateway::UsagePlanKey').Properties;

    expect(key).toMatchObject({ Enabled: true });
    expect(key).not.toHaveProperty('Value');
    expect(outputsOf(stack).ApiKeyId!.Value).toEqual(KeyId);
    expect(outputsOf(stack).UsagePlanId!.Value).toEqual(UsagePlanId);
  });

  it.each([
    ['INVALID_API_KEY', '403'],
    ['QUOTA_EXCEEDED', '429'],
    ['THROTTLED', '429'],
  ])('returns for %s a %s', (type, status) => {
    expect(gatewayResponse(stack, type).StatusCode).toBe(status);
  });
});

describe('The domain of the API', () => {
  const stack = synthesize({ apiDomain: DOMAIN });

  it('maps the stage to the root of the domain with TLS 1.2', () => {
    expect(only(stack, 'AWS::ApiGateway::DomainName').Properties).toMatchObject({
      DomainName: DOMAIN.name,
      RegionalCertificateArn: DOMAIN.certificateArn,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: 'TLS_1_2',
    });
    const mapping = only(stack, 'AWS::ApiGateway::BasePathMapping').Properties;
    expect(mapping).not.toHaveProperty('BasePath');
    expect(plain(mapping.Stage)).toMatch(/^<StatsApi\w*Stagelive\w+>$/);
  });

  it('outputs the target of the DNS entry', () => {
    const { ApiDomainTarget, ApiDomainTargetZone } = outputsOf(stack);

    expect(plain(ApiDomainTarget!.Value)).toMatch(/\.RegionalDomainName>$/);
    expect(plain(ApiDomainTargetZone!.Value)).toMatch(/\.RegionalHostedZoneId>$/);
  });
});

it('A change of the access settings creates a new deployment of the API', () => {
  const deployments = [{}, IAM, BEARER, KEYS].map((settings) =>
    Object.keys(synthesize({ website: false, ...settings }).resources('AWS::ApiGateway::Deployment')).join(),
  );

  expect(new Set(deployments).size).toBe(4);
});
