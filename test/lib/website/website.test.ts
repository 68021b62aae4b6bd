import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../lib/website/headers.ts';
import { named, only, permissionsOf, plain, type Resource, synthesize } from '../synthesize.ts';

const stack = synthesize({ logRetentionDays: 14 });
const config = only(stack, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
const DISTRIBUTION = Object.keys(stack.resources('AWS::CloudFront::Distribution'))[0]!;
const behaviourOf = (pattern: string) =>
  config.CacheBehaviors.find(({ PathPattern }: { PathPattern: string }) => PathPattern === pattern);
const BEHAVIOURS = {
  site: config.DefaultCacheBehavior,
  '/v1': behaviourOf('/v1'),
  '/v1/*': behaviourOf('/v1/*'),
  '/stats': behaviourOf('/stats'),
  '/stats/*': behaviourOf('/stats/*'),
  '/downloads/*': behaviourOf('/downloads/*'),
};
const policyOf = (type: string, behaviour: Record<string, { Ref: string }>, property: string) =>
  stack.resources(`AWS::CloudFront::${type}`)[behaviour[property]!.Ref]!.Properties;
const cacheOf = (behaviour: never) => policyOf('CachePolicy', behaviour, 'CachePolicyId').CachePolicyConfig;
const headersOf = (behaviour: never) =>
  policyOf('ResponseHeadersPolicy', behaviour, 'ResponseHeadersPolicyId').ResponseHeadersPolicyConfig;
const originOf = (id: string) => config.Origins.find(({ Id }: { Id: string }) => Id === id);

/** The domains of a behaviour's origins, the primary origin first. */
function originsOf({ TargetOriginId }: { TargetOriginId: string }): string[] {
  const group = (
    config.OriginGroups.Items as { Id: string; Members: { Items: { OriginId: string }[] } }[]
  ).find(({ Id }) => Id === TargetOriginId);
  const ids = group ? group.Members.Items.map(({ OriginId }) => OriginId) : [TargetOriginId];
  return ids.map((id) => JSON.stringify(originOf(id).DomainName));
}

describe('The distribution', () => {
  it('routes the API and the downloads by path and serves the website on all other paths', () => {
    expect(config.CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern)).toEqual([
      '/v1',
      '/v1/*',
      '/stats',
      '/stats/*',
      '/downloads/*',
    ]);
    expect(originsOf(BEHAVIOURS.site)[0]).toContain('WebsiteBucket');
    expect(originsOf(BEHAVIOURS['/downloads/*'])[0]).toContain('LakeBucket');
    for (const path of ['/v1', '/v1/*', '/stats', '/stats/*'] as const) {
      expect(originsOf(BEHAVIOURS[path])).toEqual([expect.stringContaining('execute-api')]);
    }
  });

  it("connects to the API's stage with TLS 1.2 under the API's own host name", () => {
    const { CustomOriginConfig, OriginPath } = originOf(BEHAVIOURS['/v1'].TargetOriginId);

    expect(CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
    expect(JSON.stringify(OriginPath)).toContain('StatsApi');
    for (const behaviour of Object.values(BEHAVIOURS))
      expect(behaviour).not.toHaveProperty('OriginRequestPolicyId');
  });

  it("returns the API's 404 for missing objects and has no error pages, which would replace the API's errors", () => {
    for (const path of ['site', '/downloads/*'] as const) {
      expect(originsOf(BEHAVIOURS[path])[1]).toContain('execute-api');
    }
    for (const { FailoverCriteria } of config.OriginGroups.Items) {
      expect(FailoverCriteria.StatusCodes.Items).toEqual([403, 404]);
    }
    for (const response of config.CustomErrorResponses) {
      expect(response).toEqual({ ErrorCode: expect.any(Number), ErrorCachingMinTTL: 0 });
    }
  });

  it('does not cache errors', () => {
    expect(config.CustomErrorResponses.map(({ ErrorCode }: { ErrorCode: number }) => ErrorCode)).toEqual([
      400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504,
    ]);
  });

  it('reads buckets with signed requests (origin access control)', () => {
    const { OriginAccessControlConfig } = only(stack, 'AWS::CloudFront::OriginAccessControl').Properties;

    expect(OriginAccessControlConfig).toMatchObject({
      OriginAccessControlOriginType: 's3',
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    });
    const buckets = config.Origins.filter((origin: object) => 'S3OriginConfig' in origin);
    expect(buckets).toHaveLength(2);
    for (const { OriginAccessControlId, S3OriginConfig } of buckets) {
      expect(OriginAccessControlId).toBeDefined();
      expect(S3OriginConfig.OriginAccessIdentity ?? '').toBe('');
    }
  });

  it.each([
    ['site', ['GET', 'HEAD']],
    ['/v1', ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE']],
    ['/v1/*', ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE']],
    ['/downloads/*', ['GET', 'HEAD', 'OPTIONS']],
  ] as const)('forwards to %s only the methods that it supports: %j', (path, methods) => {
    expect(BEHAVIOURS[path].AllowedMethods).toEqual(methods);
    expect(BEHAVIOURS[path].ViewerProtocolPolicy).toBe('redirect-to-https');
  });

  it.each([
    ['site', true, true],
    ['/v1', false, false],
    ['/v1/*', false, false],
    ['/downloads/*', true, true],
  ] as const)('compresses responses of %s at the edge: %j', (path, compress, brotli) => {
    expect(BEHAVIOURS[path].Compress).toBe(compress);
    expect(cacheOf(BEHAVIOURS[path] as never).ParametersInCacheKeyAndForwardedToOrigin).toMatchObject({
      EnableAcceptEncodingGzip: true,
      EnableAcceptEncodingBrotli: brotli,
    });
  });

  it.each(Object.keys(BEHAVIOURS) as (keyof typeof BEHAVIOURS)[])(
    "caches responses of %s as the origin's Cache-Control allows, and forwards no header, cookie or query",
    (path) => {
      const cache = cacheOf(BEHAVIOURS[path] as never);

      expect(cache).toMatchObject({ MinTTL: 0, DefaultTTL: 0, MaxTTL: 31_536_000 });
      expect(cache.ParametersInCacheKeyAndForwardedToOrigin).toMatchObject({
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
      });
    },
  );

  it('runs the edge function for the website and the downloads, but not for the API', () => {
    for (const path of ['site', '/downloads/*'] as const) {
      expect(BEHAVIOURS[path].FunctionAssociations).toEqual([
        {
          EventType: 'viewer-request',
          FunctionARN: { 'Fn::GetAtt': [expect.stringMatching(/^WebsiteEdge/), 'FunctionARN'] },
        },
      ]);
    }
    for (const path of ['/v1', '/v1/*'] as const)
      expect(BEHAVIOURS[path]).not.toHaveProperty('FunctionAssociations');
  });

  it('supports HTTP/2, HTTP/3 and IPv6 in the cheapest price class', () => {
    expect(config).toMatchObject({
      Enabled: true,
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      PriceClass: 'PriceClass_100',
    });
  });
});

describe('Headers', () => {
  const COMMON = {
    ContentTypeOptions: { Override: false },
    StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: false },
  };

  it('forbids inline code, other origins and frames in the headers of the website', () => {
    const { SecurityHeadersConfig, CustomHeadersConfig } = headersOf(BEHAVIOURS.site as never);

    expect(SecurityHeadersConfig).toEqual({
      ...COMMON,
      ContentSecurityPolicy: { ContentSecurityPolicy: CONTENT_SECURITY_POLICY, Override: false },
      FrameOptions: { FrameOption: 'DENY', Override: false },
      ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: false },
    });
    expect(CustomHeadersConfig.Items).toEqual([
      { Header: 'Cross-Origin-Opener-Policy', Value: 'same-origin', Override: false },
      { Header: 'Permissions-Policy', Value: expect.stringContaining('geolocation=()'), Override: false },
    ]);
  });

  it.each(['/v1', '/v1/*'] as const)('adds no CORS headers to %s, because the API sends them', (path) => {
    const headers = headersOf(BEHAVIOURS[path] as never);

    expect(headers.SecurityHeadersConfig).toEqual(COMMON);
    expect(headers).not.toHaveProperty('CorsConfig');
    expect(headers).not.toHaveProperty('CustomHeadersConfig');
  });

  it('allows pages of every origin to read the downloads', () => {
    const headers = headersOf(BEHAVIOURS['/downloads/*'] as never);

    expect(headers.SecurityHeadersConfig).toEqual(COMMON);
    expect(headers.CorsConfig).toMatchObject({
      AccessControlAllowCredentials: false,
      AccessControlAllowOrigins: { Items: ['*'] },
    });
  });
});

it('Names of global resources contain the region', () => {
  const names = [
    ...Object.values(stack.resources('AWS::CloudFront::ResponseHeadersPolicy')).map(
      ({ Properties }) => Properties.ResponseHeadersPolicyConfig.Name,
    ),
    ...Object.values(stack.resources('AWS::CloudFront::CachePolicy')).map(
      ({ Properties }) => Properties.CachePolicyConfig.Name,
    ),
    only(stack, 'AWS::CloudFront::OriginAccessControl').Properties.OriginAccessControlConfig.Name,
    only(stack, 'AWS::CloudFront::Function').Properties.Name,
  ].map(plain);

  for (const name of names) expect(name).toContain('<AWS::Region>');
  expect(new Set(names).size).toBe(names.length);
});

describe('Access', () => {
  const allowed = (start: string) =>
    named(stack, 'AWS::S3::BucketPolicy', start)
      .Properties.PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow')
      .filter(({ Principal }: { Principal: object }) => 'Service' in Principal)
      .map(
        ({
          Principal,
          Action,
          Resource,
          Condition,
        }: {
          Principal: unknown;
          Action: string;
          Resource: unknown;
          Condition: { StringEquals: Record<string, unknown> };
        }) => ({
          Principal,
          Action,
          Resource: plain(Resource),
          source: plain(Condition.StringEquals['aws:SourceArn']),
        }),
      );
  const source = `arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/<${DISTRIBUTION}>`;
  const Principal = { Service: 'cloudfront.amazonaws.com' };

  it('grants the distribution only GetObject on the downloads in the data bucket', () => {
    expect(allowed('Lake')).toEqual([
      { Principal, Action: 's3:GetObject', Resource: '<LakeBucketB1D32E10.Arn>/downloads/*', source },
    ]);
    const statements = named(stack, 'AWS::S3::BucketPolicy', 'Lake').Properties.PolicyDocument.Statement;
    const others = statements.filter(
      ({ Effect, Principal: { Service } }: { Effect: string; Principal: { Service?: string } }) =>
        Effect === 'Allow' && Service === undefined,
    );
    expect(others).toEqual([]);
  });

  it("grants the distribution only GetObject on the website's bucket", () => {
    expect(allowed('Website')).toEqual([
      {
        Principal,
        Action: 's3:GetObject',
        Resource: expect.stringMatching(/^<WebsiteBucket\w+\.Arn>\/\*$/),
        source,
      },
    ]);
  });

  it("limits the function that copies the website to its bucket, the deployment's assets and invalidations", () => {
    const permissions = permissionsOf(stack, /^WebsiteFilesRole/);

    const places = permissions.map((permission) => permission.split(' ')[1]!.replace(/\w{8}\.Arn/, '.Arn'));
    expect([...new Set(places)].toSorted()).toEqual([
      '*',
      '<WebsiteBucket.Arn>',
      '<WebsiteBucket.Arn>/*',
      '<WebsiteFilesLogs.Arn>',
      expect.stringMatching(/^arn:<AWS::Partition>:s3:::.*cdk-hnb659fds-assets/),
      expect.stringMatching(/^arn:<AWS::Partition>:s3:::.*cdk-hnb659fds-assets.*\/\*$/),
    ]);
    const anywhere = permissions.filter((permission) => permission.endsWith(' *'));
    expect(anywhere).toEqual(['cloudfront:CreateInvalidation *', 'cloudfront:GetInvalidation *']);
  });
});

describe("The website's bucket", () => {
  const bucket = named(stack, 'AWS::S3::Bucket', 'Website');

  it('stores the website in a separate, encrypted, private bucket that requires TLS', () => {
    expect(bucket.Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    expect(
      named(stack, 'AWS::S3::BucketPolicy', 'Website').Properties.PolicyDocument.Statement,
    ).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  it("empties and deletes the website's bucket with the stack, but retains the data bucket", () => {
    expect(bucket.DeletionPolicy).toBe('Delete');
    expect(only(stack, 'Custom::S3AutoDeleteObjects').Properties.BucketName.Ref).toMatch(/^WebsiteBucket/);
    expect(named(stack, 'AWS::S3::Bucket', 'Lake').DeletionPolicy).toBe('Retain');
  });
});

describe('The files of the website', () => {
  const deployments = Object.entries(stack.resources('Custom::CDKBucketDeployment'));
  const deployment = (start: string): Resource & { readonly DependsOn?: string[] } =>
    deployments.find(([id]) => id.startsWith(`WebsiteFiles${start}`))![1];

  it('serves files with hashed names as immutable for a year', () => {
    expect(deployment('Assets').Properties).toMatchObject({
      Exclude: ['*'],
      Include: ['assets/*'],
      Prune: false,
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
  });

  it('requires caches to revalidate files without hashes, and uploads these after the hashed files', () => {
    const page = deployment('Page');

    expect(page.Properties).toMatchObject({
      Exclude: ['assets/*'],
      Prune: true,
      SystemMetadata: { 'cache-control': 'no-cache' },
      DistributionId: { Ref: DISTRIBUTION },
      DistributionPaths: ['/', '/index.html'],
    });
    expect(page.DependsOn).toContainEqual(
      deployments.find(([id]) => id.startsWith('WebsiteFilesAssets'))![0],
    );
  });
});

describe('With a domain', () => {
  const siteDomain = {
    name: 'movies.example.org',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-abcd',
  };
  const own = synthesize({ siteDomain });

  it('serves the domain with its certificate and at least TLS 1.2', () => {
    expect(only(own, 'AWS::CloudFront::Distribution').Properties.DistributionConfig).toMatchObject({
      Aliases: ['movies.example.org'],
      ViewerCertificate: {
        AcmCertificateArn: siteDomain.certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    expect(own.template.findOutputs('SiteUrl').SiteUrl!.Value).toBe('https://movies.example.org/');
  });

  it("uses CloudFront's domain name without a custom domain", () => {
    expect(config).not.toHaveProperty('Aliases');
    expect(plain(stack.template.findOutputs('SiteUrl').SiteUrl!.Value)).toBe(
      `https://<${DISTRIBUTION}.DomainName>/`,
    );
  });
});

it('The stack has no website resources if the website is disabled', () => {
  const bare = synthesize({ website: false });

  const types = Object.values(bare.template.toJSON().Resources as Record<string, Resource>).map(
    ({ Type }) => Type,
  );
  expect(types.filter((type) => /CloudFront|Custom::/.test(type))).toEqual([]);
  expect(Object.keys(bare.resources('AWS::S3::Bucket'))).toEqual(['LakeBucketB1D32E10']);
  expect(JSON.stringify(only(bare, 'AWS::S3::BucketPolicy'))).not.toContain('cloudfront');
  expect(bare.template.findOutputs('SiteUrl')).toEqual({});
});
