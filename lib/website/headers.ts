import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';

/** What the website's page may load: its own files and the API beside it, nothing inline and nothing from elsewhere. */
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

/** A year; without subdomains, which may belong to others. */
const HSTS = Duration.days(365);

/** What every answer says, of the website, the API and the downloads. */
const COMMON_HEADERS = {
  'strict-transport-security': `max-age=${HSTS.toSeconds()}`,
  'x-content-type-options': 'nosniff',
} as const;

/** What no page of the website needs. */
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

/** What the website's answers say beside their own headers, also those that the function at the edge gives by itself. */
export const SITE_HEADERS = {
  ...COMMON_HEADERS,
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': PERMISSIONS_POLICY,
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-frame-options': 'DENY',
} as const;

/** Request headers that pages of other origins may send to the downloads: to read parts, and to ask whether one changed. */
export const DOWNLOAD_REQUEST_HEADERS = ['If-Match', 'If-None-Match', 'If-Range', 'Range'];

/** What the downloads may be asked by. */
export const DOWNLOAD_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** The headers that CloudFront adds, one policy for each kind of answer. */
export class WebsiteHeaders extends Construct {
  readonly site: cloudfront.ResponseHeadersPolicy;
  readonly api: cloudfront.ResponseHeadersPolicy;
  readonly downloads: cloudfront.ResponseHeadersPolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Policies belong to the account: the region tells stacks of several regions apart.
    const { region, stackName } = Stack.of(this);
    const policyName = (of: string): string => `${stackName}-${of}-${region}`;
    // Never override: the function at the edge sends its own 404 with a policy for its own style.
    const override = false;
    const common = {
      contentTypeOptions: { override },
      strictTransportSecurity: { accessControlMaxAge: HSTS, override },
    };
    this.site = new cloudfront.ResponseHeadersPolicy(this, 'Site', {
      responseHeadersPolicyName: policyName('site'),
      comment: 'The website: nothing from elsewhere, nothing inline, in no frame.',
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
      comment: 'The API: its own headers, CORS among them, stay as they are.',
      securityHeadersBehavior: common,
    });
    this.downloads = new cloudfront.ResponseHeadersPolicy(this, 'Downloads', {
      responseHeadersPolicyName: policyName('downloads'),
      comment: 'The downloads: any page may read them, whole or in parts.',
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
