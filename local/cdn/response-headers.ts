import { UnsupportedPropertyError } from '../template/errors.ts';
import type { Resource } from '../template/template.ts';

/** Header names in lower case → values. */
export type Headers = Readonly<Record<string, string>>;

/** Adds the headers of a policy to those of a response. */
export type ResponseHeadersPolicy = (own: Headers, request: Headers) => Headers;

interface Added {
  readonly name: string;
  readonly value: string;
  /** Whether the policy's header replaces the same header of the origin's response. */
  readonly override: boolean;
}

interface Flagged {
  readonly Override: boolean;
}
interface Items {
  readonly Items: readonly string[];
}
interface Config {
  readonly CorsConfig?: {
    readonly AccessControlAllowCredentials: boolean;
    readonly AccessControlAllowOrigins: Items;
    readonly AccessControlExposeHeaders?: Items;
    readonly OriginOverride: boolean;
  };
  readonly CustomHeadersConfig?: {
    readonly Items: readonly (Flagged & { readonly Header: string; readonly Value: string })[];
  };
  readonly SecurityHeadersConfig?: {
    readonly ContentSecurityPolicy?: Flagged & { readonly ContentSecurityPolicy: string };
    readonly ContentTypeOptions?: Flagged;
    readonly FrameOptions?: Flagged & { readonly FrameOption: string };
    readonly ReferrerPolicy?: Flagged & { readonly ReferrerPolicy: string };
    readonly StrictTransportSecurity?: Flagged & {
      readonly AccessControlMaxAgeSec: number;
      readonly IncludeSubdomains?: boolean;
      readonly Preload?: boolean;
    };
  };
}

const KNOWN = ['Comment', 'CorsConfig', 'CustomHeadersConfig', 'Name', 'SecurityHeadersConfig'];
const SECURITY = [
  'ContentSecurityPolicy',
  'ContentTypeOptions',
  'FrameOptions',
  'ReferrerPolicy',
  'StrictTransportSecurity',
];

/** Reads a response headers policy. @throws UnsupportedPropertyError */
export function readResponseHeadersPolicy({ logicalId, type, properties }: Resource): ResponseHeadersPolicy {
  const config = properties.ResponseHeadersPolicyConfig as Config;
  const unknown =
    Object.keys(config).find((name) => !KNOWN.includes(name)) ??
    Object.keys(config.SecurityHeadersConfig ?? {}).find((name) => !SECURITY.includes(name));
  if (unknown !== undefined) throw new UnsupportedPropertyError(logicalId, type, unknown);
  const { CorsConfig: cors } = config;
  if (cors && (cors.AccessControlAllowCredentials || cors.AccessControlAllowOrigins.Items.join() !== '*')) {
    throw new UnsupportedPropertyError(logicalId, type, 'CORS for certain origins or with credentials');
  }
  const always = [...securityHeaders(config), ...customHeaders(config)];
  // CloudFront adds CORS headers to responses of requests with an Origin header.
  const forOthers = corsHeaders(config);
  return (own, request) => {
    const added = request.origin === undefined ? always : [...always, ...forOthers];
    return {
      ...own,
      ...Object.fromEntries(
        added
          .filter(({ name, override }) => override || own[name] === undefined)
          .map(({ name, value }) => [name, value]),
      ),
    };
  };
}

function securityHeaders({ SecurityHeadersConfig: security = {} }: Config): Added[] {
  const { ContentSecurityPolicy, ContentTypeOptions, FrameOptions, ReferrerPolicy, StrictTransportSecurity } =
    security;
  const added = (name: string, flagged: Flagged | undefined, value: string | undefined): Added[] =>
    flagged && value !== undefined ? [{ name, value, override: flagged.Override }] : [];
  const hsts = StrictTransportSecurity && [
    `max-age=${StrictTransportSecurity.AccessControlMaxAgeSec}`,
    ...(StrictTransportSecurity.IncludeSubdomains ? ['includeSubDomains'] : []),
    ...(StrictTransportSecurity.Preload ? ['preload'] : []),
  ];
  return [
    ...added('content-security-policy', ContentSecurityPolicy, ContentSecurityPolicy?.ContentSecurityPolicy),
    ...added('x-content-type-options', ContentTypeOptions, 'nosniff'),
    ...added('x-frame-options', FrameOptions, FrameOptions?.FrameOption),
    ...added('referrer-policy', ReferrerPolicy, ReferrerPolicy?.ReferrerPolicy),
    ...added('strict-transport-security', StrictTransportSecurity, hsts?.join('; ')),
  ];
}

function customHeaders({ CustomHeadersConfig: custom }: Config): Added[] {
  return (custom?.Items ?? []).map(({ Header, Value, Override }) => ({
    name: Header.toLowerCase(),
    value: Value,
    override: Override,
  }));
}

/** The CORS headers of responses other than preflights, which the edge function serves. */
function corsHeaders({ CorsConfig: cors }: Config): Added[] {
  if (!cors) return [];
  const exposed = cors.AccessControlExposeHeaders?.Items.join(',');
  return [
    { name: 'access-control-allow-origin', value: '*', override: cors.OriginOverride },
    ...(exposed === undefined
      ? []
      : [{ name: 'access-control-expose-headers', value: exposed, override: cors.OriginOverride }]),
  ];
}
