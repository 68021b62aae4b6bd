import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readApi } from '../../../local/gateway/api.ts';
import { FunctionError } from '../../../local/lambda/errors.ts';
import { apiTemplate } from '../template/templates.ts';
import {
  authorizer,
  type ClosedApi,
  custom,
  FUNCTION,
  method,
  policy,
  serveClosedApi,
  stageOf,
} from './closed-api.ts';

let api: ClosedApi;

afterEach(() => api?.close());

describe('An authorizer', () => {
  const bearer = { authorization: 'Bearer abc' };
  beforeEach(async () => {
    api = await serveClosedApi(
      [
        method('GET /a', custom),
        method('HEAD /a', custom),
        method('GET /b/{id}', custom),
        method('OPTIONS /a', {}),
      ],
      authorizer(),
    );
  });

  it('receives the token and the ARN of the method', async () => {
    expect(await api.outcome('/b/7?x=1', bearer)).toBe(200);

    const methodArn = expect.stringMatching(
      /^arn:aws:execute-api:us-east-1:000000000000:[0-9a-f]{10}\/live\/GET\/b\/7$/,
    );
    expect(api.asked).toEqual([[FUNCTION, { type: 'TOKEN', authorizationToken: 'Bearer abc', methodArn }]]);
  });

  it.each([
    ['no token', {}],
    ['an empty token', { authorization: '' }],
    ['an invalid token', { authorization: 'Bearer a b' }],
    ['a token in another header', { 'x-token': 'Bearer abc' }],
  ])('is not invoked for %s', async (_, headers) => {
    expect(await api.outcome('/a', headers)).toBe('401 UNAUTHORIZED');
    expect(api.asked).toEqual([]);
  });

  it('is not invoked for methods without an authorizer', async () => {
    expect(await api.outcome('/a', {}, 'OPTIONS')).toBe(200);
    expect(api.asked).toEqual([]);
  });

  it('is invoked once per token and cache period for all paths', async () => {
    for (const path of ['/a', '/b/1', '/a']) expect(await api.outcome(path, bearer)).toBe(200);
    expect(api.asked).toHaveLength(1);

    await api.outcome('/a', { authorization: 'Bearer another' });
    expect(api.asked).toHaveLength(2);

    api.now += 60_000;
    await api.outcome('/a', bearer);
    expect(api.asked).toHaveLength(3);
  });

  it('evaluates one of two headers, which is also the cached one', async () => {
    const sendBoth = async (...tokens: string[]) => {
      const headers = ['host', new URL(api.url).host, ...tokens.flatMap((token) => ['authorization', token])];
      const call = request(`${api.url}/a`, { headers }).end();
      const [response] = (await once(call, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    const answer = api.answer;
    api.answer = (event) =>
      event.authorizationToken === 'Bearer good' ? answer(event) : policy('Deny', '*');

    expect(await sendBoth('Bearer bad', 'Bearer good')).toBe(401);
    expect(await sendBoth('Bearer good', 'Bearer bad')).toBe(200);
    expect(await api.outcome('/a', { authorization: 'Bearer bad' })).toBe('401 ACCESS_DENIED');
    expect(await api.outcome('/a', { authorization: 'Bearer good' })).toBe(200);
    expect(api.asked).toHaveLength(2);
  });

  it('blocks all other paths while a policy for one path is cached', async () => {
    api.answer = ({ methodArn }) => policy('Allow', methodArn);

    expect(await api.outcome('/a', bearer)).toBe(200);
    expect(await api.outcome('/b/1', bearer)).toBe('401 ACCESS_DENIED');
    expect(await api.outcome('/a', bearer)).toBe(200);
  });

  it('has denials cached as well', async () => {
    api.answer = () => policy('Deny', '*');

    expect(await api.outcome('/a', bearer)).toBe('401 ACCESS_DENIED');
    expect(await api.outcome('/a', bearer)).toBe('401 ACCESS_DENIED');
    expect(api.asked).toHaveLength(1);
  });

  it.each([
    ['a method that it does not name', (stage: string) => policy('Allow', `${stage}/HEAD/*`), false],
    ['a stage that it does not name', () => policy('Allow', 'arn:aws:execute-api:*:*:*/test/GET/*'), false],
    ['any stage', () => policy('Allow', 'arn:aws:execute-api:*:*:*/*/GET/*'), true],
    ['one more character', (stage: string) => policy('Allow', `${stage}/GET/?`), true],
    ['what is a pattern elsewhere', (stage: string) => policy('Allow', `${stage}/GET/.`), false],
    ['nothing', () => ({ ...policy('Allow'), policyDocument: { Statement: [] } }), false],
  ])('decides by its policy for %s', async (_, made, letIn) => {
    api.answer = ({ methodArn }) => made(stageOf(methodArn));

    expect(await api.outcome('/a', bearer)).toBe(letIn ? 200 : '401 ACCESS_DENIED');
  });

  it('denies if its policy both allows and denies', async () => {
    api.answer = () => ({
      principalId: 'x',
      policyDocument: {
        Statement: ['Allow', 'Deny'].map((Effect) => ({ Effect, Action: 'execute-api:*', Resource: '*' })),
      },
    });

    expect(await api.outcome('/a', bearer)).toBe('401 ACCESS_DENIED');
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
  ])('causes a 500 if it returns %s', async (_, output) => {
    api.answer = () => output;

    expect(await api.outcome('/a', bearer)).toBe('500 {"message":"Internal server error"}');
  });

  it('causes a 500 if it fails and is invoked again', async () => {
    api.answer = () => {
      throw new FunctionError({ errorType: 'Error', errorMessage: 'The issuer is down' });
    };
    expect(await api.outcome('/a', bearer)).toBe('500 {"message":"Internal server error"}');

    api.answer = ({ methodArn }) => policy('Allow', `${stageOf(methodArn)}/GET/*`);
    expect(await api.outcome('/a', bearer)).toBe(200);
  });

  it('causes a 401 that is not cached if it throws "Unauthorized"', async () => {
    api.answer = () => {
      throw new FunctionError({ errorType: 'Error', errorMessage: 'Unauthorized' });
    };

    expect(await api.outcome('/a', bearer)).toBe('401 UNAUTHORIZED');
    expect(await api.outcome('/a', bearer)).toBe('401 UNAUTHORIZED');
    expect(api.asked).toHaveLength(2);
  });
});

describe('An authorizer without a cache', () => {
  it('is invoked for every request', async () => {
    api = await serveClosedApi([method('GET /a', custom)], authorizer({ AuthorizerResultTtlInSeconds: 0 }));

    for (let index = 0; index < 3; index++) await api.outcome('/a', { authorization: 'Bearer abc' });
    expect(api.asked).toHaveLength(3);
  });
});

describe('A template is refused for', () => {
  it.each([
    ['an authorizer that looks at the whole request', { Type: 'REQUEST' }, 'the type REQUEST'],
    ['a token in the query', { IdentitySource: 'method.request.querystring.token' }, 'the identity source'],
    ['an authorizer that is no function', { AuthorizerUri: 'https://example.org' }, 'the URI'],
  ])('%s', (_, more, message) => {
    expect(() => readApi(apiTemplate([method('GET /a', custom)], { more: authorizer(more) }))).toThrow(
      message,
    );
  });

  it('a method with an unknown authorizer', () => {
    const methods = [method('GET /a', { AuthorizationType: 'CUSTOM', AuthorizerId: 'elsewhere' })];

    expect(() => readApi(apiTemplate(methods))).toThrow('the authorization CUSTOM');
  });
});
