import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';

/** The policy of the website's page: it may load files and use the API of its own origin, but may contain no inline code. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The HSTS period: one year. Subdomains are not included, because other services may use them. */
const HSTS = Duration.days(365);

/** Headers of every response of the website, the API and the downloads. */
const COMMON_HEADERS = {
  'strict-transport-security': `max-age=${HSTS.toSeconds()}`,
  'x-content-type-options': 'nosniff',
} as const;

/** Browser features that the website does not use. */
const PERMISSIONS_POLICY = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** Additional headers of the website's responses, including those of the edge function. */
export const SITE_HEADERS = {
  ...COMMON_HEADERS,
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': PERMISSIONS_POLICY,
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-frame-options': 'DENY',
} as const;

/** Request headers that pages of other origins may send to the downloads: for ranges and conditional requests. */
export const DOWNLOAD_REQUEST_HEADERS = ['If-Match', 'If-None-Match', 'If-Range', 'Range'];

/** The methods of the downloads. */
export const DOWNLOAD_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** The headers that CloudFront adds, one policy for each kind of response. */
export class WebsiteHeaders extends Construct {
  readonly site: cloudfront.ResponseHeadersPolicy;
  readonly api: cloudfront.ResponseHeadersPolicy;
  readonly downloads: cloudfront.ResponseHeadersPolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Policies are global in the account; the region distinguishes stacks of several regions.
    const { region, stackName } = Stack.of(this);
    const policyName = (of: string): string => `${stackName}-${of}-${region}`;
    // The policy does not override the origin's header, because the 404 page of the edge function has its own policy.
    const override = false;
    const common = {
      contentTypeOptions: { override },
      strictTransportSecurity: { accessControlMaxAge: HSTS, override },
    };
    this.site = new cloudfront.ResponseHeadersPolicy(this, 'Site', {
      responseHeadersPolicyName: policyName('site'),
      comment: 'The website: no other origins, nothing inline, no frames.',
      securityHeadersBehavior: {
        ...common,
        contentSecurityPolicy: { contentSecurityPolicy: CONTENT_SECURITY_POLICY, override },
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override },
        referrerPolicy: {
          referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
          override,
        },
      },
      customHeadersBehavior: {
        customHeaders: [
          {
            header: 'Cross-Origin-Opener-Policy',
            value: SITE_HEADERS['cross-origin-opener-policy'],
            override,
          },
          { header: 'Permissions-Policy', value: PERMISSIONS_POLICY, override },
        ],
      },
    });
    this.api = new cloudfront.ResponseHeadersPolicy(this, 'Api', {
      responseHeadersPolicyName: policyName('api'),
      comment: 'The API: its own headers, including CORS, are kept.',
      securityHeadersBehavior: common,
    });
    this.downloads = new cloudfront.ResponseHeadersPolicy(this, 'Downloads', {
      responseHeadersPolicyName: policyName('downloads'),
      comment: 'The downloads: any page may read them, also in ranges.',
      securityHeadersBehavior: common,
      corsBehavior: {
        accessControlAllowCredentials: false,
        accessControlAllowHeaders: DOWNLOAD_REQUEST_HEADERS,
        accessControlAllowMethods: DOWNLOAD_METHODS,
        accessControlAllowOrigins: ['*'],
        accessControlExposeHeaders: ['Accept-Ranges', 'Content-Length', 'Content-Range', 'ETag'],
        originOverride: true,
      },
    });
  }
}
