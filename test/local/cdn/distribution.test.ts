import { describe, expect, it } from 'vitest';
import { readDistribution } from '../../../local/cdn/distribution.ts';
import { BUCKET } from '../s3/server.ts';
import { templateOf } from '../template/templates.ts';
import { distributionTemplate } from './templates.ts';

const read = (...options: Parameters<typeof distributionTemplate>) =>
  readDistribution(templateOf(distributionTemplate(...options)));

describe('A distribution', () => {
  it('has its behaviours in order, the default one last', () => {
    const { behaviours } = read()!;

    expect(
      behaviours.map(({ pattern, origin, fallback, codings, compress }) => ({
        pattern,
        origin,
        fallback,
        codings,
        compress,
      })),
    ).toEqual([
      {
        pattern: '/api/*',
        origin: { kind: 'api', apiId: 'x1', stage: 'live' },
        fallback: null,
        codings: { gzip: true, brotli: false },
        compress: false,
      },
      {
        pattern: '*',
        origin: { kind: 's3', bucket: BUCKET },
        fallback: { origin: { kind: 'api', apiId: 'x1', stage: 'live' }, statuses: new Set([403, 404]) },
        codings: { gzip: true, brotli: true },
        compress: true,
      },
    ]);
    expect([...behaviours[1]!.methods]).toEqual(['GET', 'HEAD']);
  });

  it('is null for a template without one', () => {
    expect(readDistribution(templateOf({}))).toBeNull();
  });

  it.each<[string, Parameters<typeof distributionTemplate>[0], string]>([
    ['a firewall', { config: { WebACLId: 'x' } }, 'the setting WebACLId'],
    ['a root object', { config: { DefaultRootObject: 'index.html' } }, 'the setting DefaultRootObject'],
    ['no answer to give', { config: { Enabled: false } }, 'a distribution that is not enabled'],
    [
      'pages for errors',
      { config: { CustomErrorResponses: [{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/' }] } },
      'pages for errors',
    ],
    [
      'a policy of what origins are sent',
      { behaviour: { OriginRequestPolicyId: 'x' } },
      'a behaviour with OriginRequestPolicyId',
    ],
    [
      'another kind of origin',
      { config: { Origins: [{ Id: 'x', DomainName: 'example.org' }] } },
      'the origin example.org',
    ],
    [
      'a function of another event',
      { behaviour: { FunctionAssociations: [{ EventType: 'viewer-response', FunctionARN: 'x' }] } },
      'a function of another event than viewer-request',
    ],
    [
      'queries in the key of its cache',
      { cache: { QueryStringsConfig: { QueryStringBehavior: 'all' } } },
      'cookies, headers or queries in its key',
    ],
    ['headers that it removes', { headers: { RemoveHeadersConfig: {} } }, 'has RemoveHeadersConfig'],
    ['XSS protection', { headers: { SecurityHeadersConfig: { XSSProtection: {} } } }, 'has XSSProtection'],
    [
      'credentials in CORS',
      {
        headers: {
          CorsConfig: { AccessControlAllowCredentials: true, AccessControlAllowOrigins: { Items: ['*'] } },
        },
      },
      'CORS for certain origins or with credentials',
    ],
  ])('with %s is refused', (_, options, message) => {
    expect(() => read(options)).toThrow(message);
    expect(() => read(options)).toThrow(expect.objectContaining({ name: 'UnsupportedPropertyError' }));
  });

  it.each<[string, Parameters<typeof distributionTemplate>[0], string]>([
    ['an origin', { behaviour: { TargetOriginId: 'none' } }, 'has the origin none'],
    ['a policy', { behaviour: { CachePolicyId: 'none' } }, 'AWS::CloudFront::CachePolicy none'],
  ])('is refused if it refers to %s that does not exist', (_, options, message) => {
    expect(() => read(options)).toThrow(message);
    expect(() => read(options)).toThrow(expect.objectContaining({ name: 'InvalidTemplateError' }));
  });
});
