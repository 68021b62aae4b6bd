import { statSync } from 'node:fs';
import { render } from 'velocityjs';
import { describe, expect, it } from 'vitest';
import { segmentTemplate } from '../../../lib/api/integrations.ts';
import { ALL_ENDPOINTS, objectPath } from '../../../model/api/endpoints.ts';
import { plain, type Resource, synthesize } from '../synthesize.ts';

const stack = synthesize();
const resources = stack.resources('AWS::ApiGateway::Resource');
const methods = Object.values(stack.resources('AWS::ApiGateway::Method'));

/** The path of a resource by its id, such as `/v1/stats/{...}`. The API itself is `/`. */
function pathOf(id: unknown): string {
  const resource = resources[(id as { Ref?: string }).Ref ?? ''];
  if (resource === undefined) return '/';
  const parent = pathOf(resource.Properties.ParentId);
  return `${parent === '/' ? '' : parent}/${resource.Properties.PathPart}`;
}

const methodAt = (path: string, verb: string): Resource | undefined =>
  methods.find(({ Properties }) => pathOf(Properties.ResourceId) === path && Properties.HttpMethod === verb);

/** The path of an endpoint and, under `/v1/stats`, its alias. */
const pathsOf = ({ path }: { path: string }): string[] =>
  path.startsWith('/v1/stats') ? [path, path.replace('/v1', '')] : [path];

const withoutSlash = (path: string): string => path.replace(/\/$/, '');
/** Every method that reads a document, with a label for its tests. */
const documents = ALL_ENDPOINTS.flatMap((endpoint) =>
  pathsOf(endpoint).flatMap((path) =>
    ['GET', 'HEAD'].map((verb) => {
      const method = methodAt(withoutSlash(path), verb)!;
      return [`${verb} ${path}`, { endpoint, verb, method }] as const;
    }),
  ),
);
const PATHS = ALL_ENDPOINTS.flatMap(pathsOf);
const mocks = methods.filter(({ Properties }) => Properties.Integration.Type === 'MOCK');

interface IntegrationResponse {
  readonly StatusCode: string;
  readonly SelectionPattern?: string;
  readonly ResponseParameters: Record<string, string>;
  readonly ResponseTemplates?: Record<string, string>;
}

/** The response that API Gateway selects: its pattern matches the whole status; otherwise the response without a pattern. */
function selectedResponse(method: Resource, status: number): IntegrationResponse {
  const responses: IntegrationResponse[] = method.Properties.Integration.IntegrationResponses;
  const matching = responses.filter(
    ({ SelectionPattern }) => SelectionPattern && new RegExp(`^(${SelectionPattern})$`).test(String(status)),
  );
  expect(matching.length, `patterns for ${status}`).toBeLessThanOrEqual(1);
  return matching[0] ?? responses.find(({ SelectionPattern }) => SelectionPattern === undefined)!;
}

const headersOf = ({ ResponseParameters }: IntegrationResponse): Record<string, string> =>
  Object.fromEntries(
    Object.entries(ResponseParameters).map(([name, value]) => [
      name.replace('method.response.header.', ''),
      value,
    ]),
  );

function expectProblem(response: IntegrationResponse, status: number): void {
  expect(response.StatusCode).toBe(String(status));
  expect(headersOf(response)).toMatchObject({
    'Content-Type': "'application/problem+json'",
    'Cache-Control': "'no-store'",
    'Access-Control-Allow-Origin': "'*'",
  });
  const bodies = Object.values(response.ResponseTemplates ?? {});
  expect(Object.keys(response.ResponseTemplates ?? {})).toEqual(['application/json', 'application/xml']);
  for (const body of bodies) {
    // The text contains no VTL references or directives.
    expect(body).not.toMatch(/[$#]/);
    expect(JSON.parse(body)).toEqual({
      type: 'about:blank',
      title: expect.any(String),
      status,
      detail: expect.stringMatching(/\.$/),
    });
  }
}

describe('Documents', () => {
  it.each(documents)('reads the document of %s from the live slot', (_, { endpoint, verb, method }) => {
    const { Integration } = method.Properties;

    expect(plain(Integration.Uri)).toBe(
      `arn:<AWS::Partition>:apigateway:<AWS::Region>:s3:path/<LakeBucketB1D32E10>/api_endpoints/\${stageVariables.slot}/${objectPath(endpoint.path)}`,
    );
    expect(Integration).toMatchObject({
      Type: 'AWS',
      IntegrationHttpMethod: verb,
      PassthroughBehavior: 'NEVER',
    });
    expect(plain(Integration.Credentials)).toMatch(/^<StatsApiReader/);
  });

  it.each(documents)('declares every parameter and header that %s uses', (_, { method }) => {
    const { Integration, RequestParameters, MethodResponses } = method.Properties;
    const used = [...plain(Integration.Uri).matchAll(/(?<!\$)\{(\w+)\}/g)].map(([, name]) => name!);

    expect(
      Object.keys(Integration.RequestParameters).filter((name) =>
        name.startsWith('integration.request.path.'),
      ),
    ).toEqual(used.map((name) => `integration.request.path.${name}`));
    for (const name of used) expect(RequestParameters).toHaveProperty([`method.request.path.${name}`], true);
    for (const source of Object.values<string>(Integration.RequestParameters)) {
      if (!source.startsWith("'")) expect(RequestParameters).toHaveProperty([source]);
    }
    for (const { StatusCode, ResponseParameters } of Integration.IntegrationResponses) {
      const declared = MethodResponses.find(
        (response: IntegrationResponse) => response.StatusCode === StatusCode,
      );
      expect(Object.keys(declared.ResponseParameters)).toEqual(Object.keys(ResponseParameters));
    }
  });

  it.each(documents)(
    'returns 200 or 304 for %s, with an ETag and the headers of a document',
    (_, { method }) => {
      const headers = {
        ETag: 'integration.response.header.ETag',
        'Cache-Control': "'public, max-age=300'",
        'Access-Control-Allow-Origin': "'*'",
        'Access-Control-Expose-Headers': "'ETag'",
        Vary: "'Accept-Encoding'",
      };
      const [ok, notModified] = [selectedResponse(method, 200), selectedResponse(method, 304)];

      expect([ok.StatusCode, headersOf(ok)]).toEqual([
        '200',
        { ...headers, 'Content-Type': "'application/json'" },
      ]);
      expect([notModified.StatusCode, headersOf(notModified)]).toEqual(['304', headers]);
      expect([ok.ResponseTemplates, notModified.ResponseTemplates]).toEqual([undefined, undefined]);
      expect(method.Properties.Integration.RequestParameters).toMatchObject({
        'integration.request.header.If-None-Match': 'method.request.header.If-None-Match',
      });
    },
  );

  it.each(documents)('returns a problem for %s for every other status of S3', (_, { method }) => {
    const outcomes = { 400: 400, 403: 403, 404: 404, 405: 400, 412: 400, 416: 400, 429: 400 };
    for (const [status, expected] of Object.entries(outcomes)) {
      expectProblem(selectedResponse(method, Number(status)), expected);
    }
    for (const status of [206, 301, 307, 500, 501, 503]) expectProblem(selectedResponse(method, status), 500);
  });
});

describe('Request templates', () => {
  it('has no empty request templates, because API Gateway can drop these and then returns 415', () => {
    for (const { Properties } of methods) {
      const path = `${Properties.HttpMethod} ${pathOf(Properties.ResourceId)}`;
      const templates = Object.values<string>(Properties.Integration.RequestTemplates);
      expect(templates, path).not.toEqual([]);
      for (const template of templates) expect(template.trim(), path).not.toBe('');
    }
  });

  it('renders no body for documents without a path parameter', () => {
    for (const [label, { endpoint, method }] of documents) {
      if (endpoint.parameter) continue;
      for (const template of Object.values<string>(method.Properties.Integration.RequestTemplates)) {
        expect(render(template, {}), label).toBe('');
      }
    }
  });
});

describe('The path parameter', () => {
  /** Java's String.matches, which velocityjs lacks: the pattern must match the whole string. */
  const matches = {
    uid: 'matches',
    match: ({ property }: { property: string }) => property === 'matches',
    resolve: ({ context, params }: { context: string; params: string[] }) =>
      new RegExp(`^(?:${params[0]})$`).test(context),
  };
  const override = (value: string) => {
    const context = { requestOverride: { path: {} as Record<string, string> } };
    const input = { params: () => ({ path: { get: () => value } }) };
    const body = render(segmentTemplate('slug'), { input, context }, {}, { customMethodHandlers: [matches] });
    return { body, path: context.requestOverride.path };
  };

  it.each(['1995', 'unknown', 'science-fiction', '-878'])(
    'passes the parameter %s into the S3 key',
    (value) => {
      expect(override(value)).toEqual({ body: '', path: { slug: value } });
    },
  );

  it.each([
    '..',
    '../green',
    'a/b',
    '%2e%2e',
    'a%2Fb',
    'Drama',
    'a b',
    'a.json',
    'é',
    '$input',
    'a\n',
    'a\nb',
    '_',
    '',
  ])('does not pass the parameter %j into the S3 key', (value) => {
    expect(override(value)).toEqual({ body: '', path: {} });
  });

  it('uses a key that cannot exist if the template is not applied', () => {
    const withParameter = documents.filter(([, { endpoint }]) => endpoint.parameter);
    // GET and HEAD for each path and alias.
    expect(withParameter).toHaveLength(2 * PATHS.filter((path) => path.includes('{')).length);
    for (const [
      ,
      {
        endpoint: { parameter },
        method,
      },
    ] of withParameter) {
      const { RequestParameters, RequestTemplates } = method.Properties.Integration;
      expect(RequestParameters[`integration.request.path.${parameter!.name}`]).toBe("'_'");
      expect('_').not.toMatch(parameter!.pattern);
      expect(new Set(Object.values(RequestTemplates))).toEqual(new Set([segmentTemplate(parameter!.name)]));
    }
  });

  it('accepts the path parameter of every example', () => {
    for (const { parameter, example } of ALL_ENDPOINTS) {
      if (parameter) expect(example.split('/').at(-1)).toMatch(/^[a-z0-9-]+$/);
    }
  });
});

describe('The 404 response of a document', () => {
  const detailAt = (path: string): string => {
    const body = selectedResponse(methodAt(path, 'GET')!, 404).ResponseTemplates!['application/json']!;
    return JSON.parse(body).detail;
  };

  it.each(['/v1/stats/genre/{slug}', '/stats/genre/{slug}'])(
    'describes the slug rule and links to the list of genres for %s',
    (path) => {
      expect(detailAt(path)).toMatch(
        /lower case.*replaced by a hyphen: science-fiction\..*\/v1\/stats\/genre\.$/,
      );
    },
  );

  it.each([
    ['/v1/stats/year/{year}', '/v1/stats/year'],
    ['/v1/stats/company/{id}', '/v1/stats/company'],
    ['/v1/stats/company/page/{page}', '/v1/stats/company'],
    ['/v1/stats/company/search/{prefix}', '/v1/stats/company/search'],
    ['/v1/stats/ranking/year/{measure}', '/v1/stats/ranking'],
  ])('names for %s the list of values %s', (path, list) => {
    expect(detailAt(path)).toMatch(new RegExp(` See ${list}\\.$`));
  });

  it('refers to /v1/ for a document without a parameter and for an unknown path', () => {
    expect(detailAt('/v1/stats')).toContain('/v1/ lists every path');
    const [response] = methodAt('/{proxy+}', 'ANY')!.Properties.Integration.IntegrationResponses;
    expect(JSON.parse(response.ResponseTemplates['application/json']).detail).toContain(
      '/v1/ lists every path',
    );
  });
});

it('The template has fewer than 450 resources, because CloudFormation refuses more than 500', () => {
  expect(Object.keys(stack.template.toJSON().Resources).length).toBeLessThan(450);
});

it('The template file is smaller than 900 kB, because CloudFormation refuses more than 1 MB', () => {
  const { templateFullPath } = stack.app.synth().getStackByName('MovieStatistics');

  expect(statSync(templateFullPath).size).toBeLessThan(900_000);
});

describe('Paths and methods without a document', () => {
  it('returns 405 with an Allow header for other methods of a known path', () => {
    for (const path of PATHS) {
      const [response] = methodAt(withoutSlash(path), 'ANY')!.Properties.Integration.IntegrationResponses;
      expectProblem(response, 405);
      expect(headersOf(response)).toMatchObject({ Allow: "'GET, HEAD, OPTIONS'" });
    }
  });

  it('returns 404 for every method of the root, folders and unknown paths', () => {
    for (const path of [
      '/',
      '/v1/stats/company/page',
      '/v1/stats/ranking/year',
      '/stats/company/page',
      '/stats/ranking/year',
      '/{proxy+}',
    ]) {
      expect(methods.filter(({ Properties }) => pathOf(Properties.ResourceId) === path)).toHaveLength(1);
      expectProblem(methodAt(path, 'ANY')!.Properties.Integration.IntegrationResponses[0], 404);
    }
  });

  it('responds on every path without requiring credentials', () => {
    for (const id of Object.keys(resources)) {
      expect(methodAt(pathOf({ Ref: id }), 'ANY'), pathOf({ Ref: id })).toBeDefined();
    }
    expect(new Set(methods.map(({ Properties }) => Properties.AuthorizationType))).toEqual(new Set(['NONE']));
  });

  it('returns 204 without a body for preflights of known paths', () => {
    for (const path of PATHS) {
      const [response, ...others] = methodAt(withoutSlash(path), 'OPTIONS')!.Properties.Integration
        .IntegrationResponses;
      expect(others).toEqual([]);
      expect(response).toMatchObject({ StatusCode: '204' });
      expect(response.ResponseTemplates).toBeUndefined();
      expect(headersOf(response)).toMatchObject({
        'Access-Control-Allow-Origin': "'*'",
        'Access-Control-Allow-Methods': "'GET, HEAD, OPTIONS'",
        'Access-Control-Allow-Headers': "'If-None-Match'",
      });
    }
  });

  it('returns the status of the only response for every common content type', () => {
    for (const { Properties } of mocks) {
      const { IntegrationResponses, RequestTemplates, PassthroughBehavior } = Properties.Integration;
      const [{ StatusCode, SelectionPattern }] = IntegrationResponses;
      expect([IntegrationResponses.length, SelectionPattern, PassthroughBehavior]).toEqual([
        1,
        undefined,
        'NEVER',
      ]);
      expect(Object.keys(RequestTemplates)).toEqual(
        expect.arrayContaining([
          'application/json',
          'application/x-www-form-urlencoded',
          'multipart/form-data',
          'text/plain',
        ]),
      );
      for (const template of Object.values<string>(RequestTemplates)) {
        expect(JSON.parse(template)).toEqual({ statusCode: Number(StatusCode) });
      }
    }
  });
});
