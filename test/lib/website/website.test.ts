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

/** The domains of a behaviour's origins, the one that is asked first first. */
function originsOf({ TargetOriginId }: { TargetOriginId: string }): string[] {
  const group = (
    config.OriginGroups.Items as { Id: string; Members: { Items: { OriginId: string }[] } }[]
  ).find(({ Id }) => Id === TargetOriginId);
  const ids = group ? group.Members.Items.map(({ OriginId }) => OriginId) : [TargetOriginId];
  return ids.map((id) => JSON.stringify(originOf(id).DomainName));
}

describe('The distribution', () => {
  it('has a behaviour for the API, one for the downloads, and the website for everything else', () => {
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

  it('asks the stage of the API, by TLS 1.2 and by its own name', () => {
    const { CustomOriginConfig, OriginPath } = originOf(BEHAVIOURS['/v1'].TargetOriginId);

    expect(CustomOriginConfig).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
    expect(JSON.stringify(OriginPath)).toContain('StatsApi');
    for (const behaviour of Object.values(BEHAVIOURS))
      expect(behaviour).not.toHaveProperty('OriginRequestPolicyId');
  });

  it('answers what a bucket does not have as the API does, and has no error page, which would be one for the API too', () => {
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

  it('keeps no error', () => {
    expect(config.CustomErrorResponses.map(({ ErrorCode }: { ErrorCode: number }) => ErrorCode)).toEqual([
      400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504,
    ]);
  });

  it('reads buckets by its own signature', () => {
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
  ] as const)('lets through to %s what it can answer: %j', (path, methods) => {
    expect(BEHAVIOURS[path].AllowedMethods).toEqual(methods);
    expect(BEHAVIOURS[path].ViewerProtocolPolicy).toBe('redirect-to-https');
  });

  it.each([
    ['site', true, true],
    ['/v1', false, false],
    ['/v1/*', false, false],
    ['/downloads/*', true, true],
  ] as const)('compresses %s by itself: %j', (path, compress, brotli) => {
    expect(BEHAVIOURS[path].Compress).toBe(compress);
    expect(cacheOf(BEHAVIOURS[path] as never).ParametersInCacheKeyAndForwardedToOrigin).toMatchObject({
      EnableAcceptEncodingGzip: true,
      EnableAcceptEncodingBrotli: brotli,
    });
  });

  it.each(Object.keys(BEHAVIOURS) as (keyof typeof BEHAVIOURS)[])(
    'keeps answers of %s for as long as their origin says, and sends it nothing of a viewer',
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

  it('runs its function for the website and the downloads, never for the API', () => {
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

  it('speaks HTTP/2 and HTTP/3, over IPv6 too, from the cheapest places', () => {
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

  it('of the website allow nothing inline, nothing from elsewhere, no frame', () => {
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

  it.each(['/v1', '/v1/*'] as const)('of %s leave CORS to the API', (path) => {
    const headers = headersOf(BEHAVIOURS[path] as never);

    expect(headers.SecurityHeadersConfig).toEqual(COMMON);
    expect(headers).not.toHaveProperty('CorsConfig');
    expect(headers).not.toHaveProperty('CustomHeadersConfig');
  });

  it('of the downloads let every page read them', () => {
    const headers = headersOf(BEHAVIOURS['/downloads/*'] as never);

    expect(headers.SecurityHeadersConfig).toEqual(COMMON);
    expect(headers.CorsConfig).toMatchObject({
      AccessControlAllowCredentials: false,
      AccessControlAllowOrigins: { Items: ['*'] },
    });
  });
});

it('What belongs to the account is named by the region, too', () => {
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

  it("to the lake's bucket is for this distribution to get downloads, and nothing else", () => {
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

  it("to the website's bucket is for this distribution to get files", () => {
    expect(allowed('Website')).toEqual([
      {
        Principal,
        Action: 's3:GetObject',
        Resource: expect.stringMatching(/^<WebsiteBucket\w+\.Arn>\/\*$/),
        source,
      },
    ]);
  });

  it("of the function that copies the website reaches its bucket, the deployment's and invalidations", () => {
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

  it('is its own, encrypted, closed to the public and to whoever comes without TLS', () => {
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

  it('goes with the stack, emptied before, while the data stay', () => {
    expect(bucket.DeletionPolicy).toBe('Delete');
    expect(only(stack, 'Custom::S3AutoDeleteObjects').Properties.BucketName.Ref).toMatch(/^WebsiteBucket/);
    expect(named(stack, 'AWS::S3::Bucket', 'Lake').DeletionPolicy).toBe('Retain');
  });
});

describe('The files of the website', () => {
  const deployments = Object.entries(stack.resources('Custom::CDKBucketDeployment'));
  const deployment = (start: string): Resource & { readonly DependsOn?: string[] } =>
    deployments.find(([id]) => id.startsWith(`WebsiteFiles${start}`))![1];

  it('are kept for a year and for good where their names have hashes', () => {
    expect(deployment('Assets').Properties).toMatchObject({
      Exclude: ['*'],
      Include: ['assets/*'],
      Prune: false,
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
  });

  it('are asked for anew every time where they have none, and come after those that they name', () => {
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

  it('the distribution answers by its name, with its certificate, by TLS 1.2 at least', () => {
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

  it('without one, it has the name that CloudFront gives it', () => {
    expect(config).not.toHaveProperty('Aliases');
    expect(plain(stack.template.findOutputs('SiteUrl').SiteUrl!.Value)).toBe(
      `https://<${DISTRIBUTION}.DomainName>/`,
    );
  });
});

it('Without the website, nothing of it is there', () => {
  const bare = synthesize({ website: false });

  const types = Object.values(bare.template.toJSON().Resources as Record<string, Resource>).map(
    ({ Type }) => Type,
  );
  expect(types.filter((type) => /CloudFront|Custom::/.test(type))).toEqual([]);
  expect(Object.keys(bare.resources('AWS::S3::Bucket'))).toEqual(['LakeBucketB1D32E10']);
  expect(JSON.stringify(only(bare, 'AWS::S3::BucketPolicy'))).not.toContain('cloudfront');
  expect(bare.template.findOutputs('SiteUrl')).toEqual({});
});
