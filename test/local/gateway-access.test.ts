import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readApi } from '../../local/gateway/api.ts';
import { createGateway } from '../../local/gateway/gateway.ts';
import { neededCredentials } from '../../local/gateway/needed-credentials.ts';
import { createS3Integration } from '../../local/gateway/s3-integration.ts';
import { Sha256 } from '../../local/gateway/sha256.ts';
import { FunctionError } from '../../local/lambda/errors.ts';
import { CREDENTIALS } from '../../local/s3/server.ts';
import { type LocalServer, listen } from '../../local/stack/servers.ts';
import type { TemplateFile } from '../../local/template/template.ts';
import { send } from '../e2e/http.ts';
import { apiTemplate, gatewayResponse, mock, type TestMethod } from './templates.ts';

type Resources = TemplateFile['Resources'];
type Credentials = Readonly<Record<keyof typeof CREDENTIALS, string>>;

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:Authorize';
const authorizer = (more: object = {}): Resources => ({
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
const PLAN: Resources = {
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

const custom = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };
const method = (route: string, more: object): TestMethod => ({ route, integration: mock(200, 'in'), more });

let server: LocalServer;
let now = 0;
let today = new Date('2026-01-31T12:00:00Z');
let asked: unknown[] = [];
let answer: (event: { authorizationToken: string; methodArn: string }) => unknown;

async function serveApi(methods: readonly TestMethod[], more: Resources): Promise<void> {
  const responses = Object.fromEntries(
    ['UNAUTHORIZED', 'ACCESS_DENIED'].map((type) => [type, gatewayResponse(type, 401, type)]),
  );
  const gateway = createGateway({
    api: readApi(apiTemplate(methods, { more: { ...more, ...responses } })),
    stageVariables: () => ({}),
    s3: createS3Integration({ endpoint: 'http://127.0.0.1:1', credentials: CREDENTIALS }),
    invoke: async (arn, event) => {
      asked.push([arn, event]);
      return answer(event as Parameters<typeof answer>[0]);
    },
    credentials: CREDENTIALS,
    now: () => now,
    clock: () => today,
  });
  server = await listen(0, (...exchange) => void gateway(...exchange));
}

const policy = (effect: string, ...resources: string[]) => ({
  principalId: 'somebody',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resources }],
  },
});
const stageOf = (methodArn: string): string => methodArn.split('/').slice(0, 2).join('/');
const outcome = async (path: string, headers: Record<string, string> = {}, verb = 'GET') => {
  const { status, text } = await send(server.url, path, { method: verb, headers });
  return status === 200 ? 200 : `${status} ${text}`;
};

beforeEach(() => {
  now = 0;
  today = new Date('2026-01-31T12:00:00Z');
  asked = [];
  answer = ({ methodArn }) => policy('Allow', `${stageOf(methodArn)}/GET/*`);
});
afterEach(() => server.close());

describe('An authorizer', () => {
  const bearer = { authorization: 'Bearer abc' };
  beforeEach(() =>
    serveApi(
      [
        method('GET /a', custom),
        method('HEAD /a', custom),
        method('GET /b/{id}', custom),
        method('OPTIONS /a', {}),
      ],
      authorizer(),
    ),
  );

  it('is handed the token and the method that was asked for', async () => {
    expect(await outcome('/b/7?x=1', bearer)).toBe(200);

    const methodArn = expect.stringMatching(
      /^arn:aws:execute-api:us-east-1:000000000000:[0-9a-f]{10}\/live\/GET\/b\/7$/,
    );
    expect(asked).toEqual([[FUNCTION, { type: 'TOKEN', authorizationToken: 'Bearer abc', methodArn }]]);
  });

  it.each([
    ['nothing', {}],
    ['an empty token', { authorization: '' }],
    ['what looks like no token', { authorization: 'Bearer a b' }],
    ['a token elsewhere', { 'x-token': 'Bearer abc' }],
  ])('is not asked about %s', async (_, headers) => {
    expect(await outcome('/a', headers)).toBe('401 UNAUTHORIZED');
    expect(asked).toEqual([]);
  });

  it('is not asked where a method wants none', async () => {
    expect(await outcome('/a', {}, 'OPTIONS')).toBe(200);
    expect(asked).toEqual([]);
  });

  it('is asked once for a token until its time is up, whatever the path', async () => {
    for (const path of ['/a', '/b/1', '/a']) expect(await outcome(path, bearer)).toBe(200);
    expect(asked).toHaveLength(1);

    await outcome('/a', { authorization: 'Bearer another' });
    expect(asked).toHaveLength(2);

    now += 60_000;
    await outcome('/a', bearer);
    expect(asked).toHaveLength(3);
  });

  it('that answers for one path alone locks the reader out of all others while that is remembered', async () => {
    answer = ({ methodArn }) => policy('Allow', methodArn);

    expect(await outcome('/a', bearer)).toBe(200);
    expect(await outcome('/b/1', bearer)).toBe('401 ACCESS_DENIED');
    expect(await outcome('/a', bearer)).toBe(200);
  });

  it('that denies is remembered, too', async () => {
    answer = () => policy('Deny', '*');

    expect(await outcome('/a', bearer)).toBe('401 ACCESS_DENIED');
    expect(await outcome('/a', bearer)).toBe('401 ACCESS_DENIED');
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['a method that it does not name', (stage: string) => policy('Allow', `${stage}/HEAD/*`), false],
    ['a stage that it does not name', () => policy('Allow', 'arn:aws:execute-api:*:*:*/test/GET/*'), false],
    ['any stage', () => policy('Allow', 'arn:aws:execute-api:*:*:*/*/GET/*'), true],
    ['one more character', (stage: string) => policy('Allow', `${stage}/GET/?`), true],
    ['what is a pattern elsewhere', (stage: string) => policy('Allow', `${stage}/GET/.`), false],
    ['nothing', () => ({ ...policy('Allow'), policyDocument: { Statement: [] } }), false],
  ])('lets in by its policy alone: %s', async (_, made, letIn) => {
    answer = ({ methodArn }) => made(stageOf(methodArn));

    expect(await outcome('/a', bearer)).toBe(letIn ? 200 : '401 ACCESS_DENIED');
  });

  it('that allows and denies denies', async () => {
    answer = () => ({
      principalId: 'x',
      policyDocument: {
        Statement: ['Allow', 'Deny'].map((Effect) => ({ Effect, Action: 'execute-api:*', Resource: '*' })),
      },
    });

    expect(await outcome('/a', bearer)).toBe('401 ACCESS_DENIED');
  });

  it.each([
    ['no principal', { policyDocument: policy('Allow', '*').policyDocument }],
    ['no policy', { principalId: 'x' }],
    ['nothing', null],
    ['a text', 'Allow'],
    [
      'a condition, which nothing here can judge',
      {
        principalId: 'x',
        policyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: {} } },
      },
    ],
    ['an effect of its own', policy('Permit', '*')],
  ])('that returns %s is a fault, and lets nobody in', async (_, output) => {
    answer = () => output;

    expect(await outcome('/a', bearer)).toBe('500 {"message":"Internal server error"}');
  });

  it('that fails lets nobody in, and is asked anew', async () => {
    answer = () => {
      throw new FunctionError({ errorType: 'Error', errorMessage: 'The issuer is down' });
    };
    expect(await outcome('/a', bearer)).toBe('500 {"message":"Internal server error"}');

    answer = ({ methodArn }) => policy('Allow', `${stageOf(methodArn)}/GET/*`);
    expect(await outcome('/a', bearer)).toBe(200);
  });

  it('that throws "Unauthorized" is no fault but a 401, and is not remembered', async () => {
    answer = () => {
      throw new FunctionError({ errorType: 'Error', errorMessage: 'Unauthorized' });
    };

    expect(await outcome('/a', bearer)).toBe('401 UNAUTHORIZED');
    expect(await outcome('/a', bearer)).toBe('401 UNAUTHORIZED');
    expect(asked).toHaveLength(2);
  });
});

describe('An authorizer that remembers nothing', () => {
  it('is asked every time', async () => {
    await serveApi([method('GET /a', custom)], authorizer({ AuthorizerResultTtlInSeconds: 0 }));

    for (let index = 0; index < 3; index++) await outcome('/a', { authorization: 'Bearer abc' });
    expect(asked).toHaveLength(3);
  });
});

describe('An API key', () => {
  const key = { 'x-api-key': 'k'.repeat(30) };
  beforeEach(() => serveApi([method('GET /a', { ApiKeyRequired: true }), method('OPTIONS /a', {})], PLAN));

  it('lets in whoever has it', async () => {
    expect(await outcome('/a', key)).toBe(200);
  });

  it.each([
    ['is missing', {}],
    ['nobody knows', { 'x-api-key': 'x'.repeat(30) }],
    ['is switched off', { 'x-api-key': 'o'.repeat(30) }],
    ['is in no plan', { 'x-api-key': 'u'.repeat(30) }],
  ])('that %s is a 403', async (_, headers) => {
    expect(await outcome('/a', headers)).toBe('403 {"message":"Forbidden"}');
  });

  it('is not asked for by other methods', async () => {
    expect(await outcome('/a', {}, 'OPTIONS')).toBe(200);
  });

  it('is throttled for itself', async () => {
    const other = neededKey();
    for (let index = 0; index < 3; index++) expect(await outcome('/a', key)).toBe(200);
    expect(await outcome('/a', key)).toBe('429 {"message":"Too Many Requests"}');
    expect(await outcome('/a', { 'x-api-key': other })).toBe(200);

    now += 1_000;
    expect(await outcome('/a', key)).toBe(200);
  });

  it('has its quota, which begins anew with the month', async () => {
    for (let index = 0; index < 5; index++) {
      now += 1_000;
      expect(await outcome('/a', key)).toBe(200);
    }
    now += 10_000;
    expect(await outcome('/a', key)).toBe('429 {"message":"Limit Exceeded"}');

    today = new Date('2026-02-01T00:00:00Z');
    expect(await outcome('/a', key)).toBe(200);
  });
});

/** The value that is made up for the key without one. */
function neededKey(): string {
  const api = readApi(apiTemplate([method('GET /a', { ApiKeyRequired: true })], { more: PLAN }));
  return api.apiKeys.find(({ value }) => value.length === 40)!.value;
}

describe('A signature', () => {
  const signer = (credentials: Credentials = CREDENTIALS, service = 'execute-api') =>
    new SignatureV4({ credentials, service, region: 'us-east-1', sha256: Sha256, applyChecksum: true });
  const sign = async (path: string, more: { by?: SignatureV4; at?: Date; verb?: string } = {}) => {
    const { by = signer(), at = today, verb = 'GET' } = more;
    const { host } = new URL(server.url);
    const [pathname, query = ''] = path.split('?');
    const { headers } = await by.sign(
      {
        ...{ protocol: 'http:', hostname: host, method: verb, path: pathname!, headers: { host } },
        query: Object.fromEntries(new URLSearchParams(query)),
      },
      { signingDate: at },
    );
    return headers;
  };
  beforeEach(() =>
    serveApi(
      [
        method('GET /a/{id}', { AuthorizationType: 'AWS_IAM' }),
        method('HEAD /a/{id}', { AuthorizationType: 'AWS_IAM' }),
      ],
      {},
    ),
  );

  it.each(['/a/1', '/a/1?b=2&a=%20x', '/a/x%20y', '/a/%2e'])(
    'of the request lets it in: %s',
    async (path) => {
      expect(await outcome(path, await sign(path))).toBe(200);
    },
  );

  it('counts spaces in the header for nothing, as curl leaves them out or not', async () => {
    const headers = await sign('/a/1');

    expect(
      await outcome('/a/1', { ...headers, authorization: headers.authorization!.replaceAll(', ', ',') }),
    ).toBe(200);
  });

  it('that is missing is told apart', async () => {
    expect(await outcome('/a/1')).toBe('403 {"message":"Missing Authentication Token"}');
  });

  it.each([
    ['another path', '/a/2', {}],
    ['another query', '/a/1?admin=1', {}],
    ['another secret', '/a/1', { by: signer({ ...CREDENTIALS, secretAccessKey: 'guessed' }) }],
    ['another principal', '/a/1', { by: signer({ ...CREDENTIALS, accessKeyId: 'AKIAOTHER' }) }],
    ['another service', '/a/1', { by: signer(CREDENTIALS, 's3') }],
    ['another method', '/a/1', { verb: 'HEAD' }],
    ['six minutes ago', '/a/1', { at: new Date('2026-01-31T11:54:00Z') }],
    ['six minutes from now', '/a/1', { at: new Date('2026-01-31T12:06:00Z') }],
  ])('for %s is none', async (_, path, how) => {
    expect(await outcome(path, await sign('/a/1', how))).toMatch(/^403 .*signature/);
  });

  it.each([
    'Bearer abc',
    'AWS4-HMAC-SHA256 Credential=x',
    'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00',
  ])('that is none is refused: %s', async (authorization) => {
    expect(await outcome('/a/1', { ...(await sign('/a/1')), authorization })).toMatch(/^403 /);
  });

  it('that leaves the host out could be for anybody', async () => {
    const headers = await sign('/a/1');
    const authorization = headers.authorization!.replace('SignedHeaders=host;', 'SignedHeaders=');

    expect(await outcome('/a/1', { ...headers, authorization })).toMatch(/^403 /);
  });
});

describe('An API that could not be run as it is deployed', () => {
  beforeEach(() => serveApi([method('GET /a', {})], {}));

  it.each([
    ['an authorizer that looks at the whole request', { Type: 'REQUEST' }, 'the type REQUEST'],
    ['a token in the query', { IdentitySource: 'method.request.querystring.token' }, 'the identity source'],
    ['an authorizer that is no function', { AuthorizerUri: 'https://example.org' }, 'the URI'],
  ])('is refused: %s', (_, more, message) => {
    expect(() => readApi(apiTemplate([method('GET /a', custom)], { more: authorizer(more) }))).toThrow(
      message,
    );
  });

  it.each([
    ['a quota for each WEEK', { Quota: { Limit: 1, Period: 'WEEK' } }],
    ['a quota with an offset', { Quota: { Limit: 1, Period: 'DAY', Offset: 1 } }],
    ['a throttle for single methods', { ApiStages: [{ Throttle: { '/a/GET': { RateLimit: 1 } } }] }],
  ])('is refused: %s', (message, more) => {
    const Plan = { ...PLAN.Plan!, Properties: { ...PLAN.Plan!.Properties, ...more } };

    expect(() => readApi(apiTemplate([method('GET /a', {})], { more: { ...PLAN, Plan } }))).toThrow(message);
  });

  it('is refused where a method names an authorizer that is not there', () => {
    const methods = [method('GET /a', { AuthorizationType: 'CUSTOM', AuthorizerId: 'elsewhere' })];

    expect(() => readApi(apiTemplate(methods))).toThrow('the authorization CUSTOM');
  });
});

describe('What readers must bring', () => {
  beforeEach(() => serveApi([method('GET /a', {})], {}));

  it.each([
    ['nothing', {}, { authorization: 'none', api_key: null }],
    ['a token', custom, { authorization: 'bearer', api_key: null }],
    ['a signature', { AuthorizationType: 'AWS_IAM' }, { authorization: 'iam', api_key: null }],
    ['a key', { ApiKeyRequired: true }, { authorization: 'none', api_key: 'k'.repeat(30) }],
  ])('is told of %s', (_, more, expected) => {
    const api = readApi(
      apiTemplate([method('GET /a/b', more), method('OPTIONS /a/b', {})], {
        more: { ...authorizer(), ...PLAN },
      }),
    );

    expect(neededCredentials(api)).toEqual(expected);
  });
});
