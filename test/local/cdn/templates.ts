import type { TemplateFile } from '../../../local/template/template.ts';
import { BUCKET } from '../s3/server.ts';

type Resources = TemplateFile['Resources'];

const cachePolicy = (brotli: boolean, parameters: object = {}) => ({
  Type: 'AWS::CloudFront::CachePolicy',
  Properties: {
    CachePolicyConfig: {
      ParametersInCacheKeyAndForwardedToOrigin: {
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        EnableAcceptEncodingGzip: true,
        EnableAcceptEncodingBrotli: brotli,
        ...parameters,
      },
    },
  },
});

/** A small distribution: a bucket with failover to an API, and the API below `/api/`. */
export function distributionTemplate({
  config = {},
  behaviour = {},
  cache = {},
  headers = {},
  others = {},
}: {
  readonly config?: object;
  /** Properties of the default behaviour. */
  readonly behaviour?: object;
  readonly cache?: object;
  readonly headers?: object;
  readonly others?: Resources;
} = {}): Resources {
  return {
    Cache: cachePolicy(true, cache),
    ApiCache: cachePolicy(false),
    Headers: {
      Type: 'AWS::CloudFront::ResponseHeadersPolicy',
      Properties: {
        ResponseHeadersPolicyConfig: {
          Name: 'Headers',
          CustomHeadersConfig: {
            Items: [
              { Header: 'X-Given', Value: 'policy', Override: true },
              { Header: 'Cache-Control', Value: 'policy', Override: false },
            ],
          },
          CorsConfig: {
            AccessControlAllowCredentials: false,
            AccessControlAllowHeaders: { Items: ['Range'] },
            AccessControlAllowMethods: { Items: ['GET'] },
            AccessControlAllowOrigins: { Items: ['*'] },
            AccessControlExposeHeaders: { Items: ['ETag', 'Content-Range'] },
            OriginOverride: true,
          },
          ...headers,
        },
      },
    },
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          Origins: [
            { Id: 'files', DomainName: `${BUCKET}.s3.us-east-1.amazonaws.com`, S3OriginConfig: {} },
            { Id: 'api', DomainName: 'x1.execute-api.us-east-1.amazonaws.com', OriginPath: '/live' },
          ],
          OriginGroups: {
            Items: [
              {
                Id: 'group',
                Members: { Items: [{ OriginId: 'files' }, { OriginId: 'api' }] },
                FailoverCriteria: { StatusCodes: { Items: [403, 404] } },
              },
            ],
          },
          CacheBehaviors: [
            {
              PathPattern: '/api/*',
              TargetOriginId: 'api',
              CachePolicyId: 'ApiCache',
              AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
            },
          ],
          DefaultCacheBehavior: {
            TargetOriginId: 'group',
            CachePolicyId: 'Cache',
            ResponseHeadersPolicyId: 'Headers',
            Compress: true,
            ...behaviour,
          },
          ...config,
        },
      },
    },
    ...others,
  };
}
