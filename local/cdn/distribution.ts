import { InvalidTemplateError, UnsupportedPropertyError } from '../template/errors.ts';
import { S3_DOMAIN } from '../template/resource-types.ts';
import type { Resource, Template } from '../template/template.ts';
import type { Codings } from './compression.ts';
import { type EdgeFunction, readEdgeFunction } from './edge-function.ts';
import { type ResponseHeadersPolicy, readResponseHeadersPolicy } from './response-headers.ts';

/** The origin of a behaviour: a bucket or the stage of an API. */
export type OriginId =
  | { readonly kind: 's3'; readonly bucket: string }
  | { readonly kind: 'api'; readonly apiId: string; readonly stage: string };

/** How requests whose path matches a pattern are served. */
export interface Behaviour {
  readonly pattern: string;
  readonly methods: ReadonlySet<string>;
  readonly origin: OriginId;
  /** The origin for failover and the statuses that cause it; null if there is no failover. */
  readonly fallback: { readonly origin: OriginId; readonly statuses: ReadonlySet<number> } | null;
  readonly codings: Codings;
  readonly compress: boolean;
  readonly edgeFunction: EdgeFunction | null;
  readonly responseHeaders: ResponseHeadersPolicy | null;
}

/** The template's CloudFront distribution. */
export interface Distribution {
  /** In order of precedence; the last one matches every path. */
  readonly behaviours: readonly Behaviour[];
}

type Properties = Readonly<Record<string, unknown>>;

const CONFIG = {
  honoured: [
    'CacheBehaviors',
    'CustomErrorResponses',
    'DefaultCacheBehavior',
    'Enabled',
    'OriginGroups',
    'Origins',
  ],
  inert: ['Aliases', 'Comment', 'HttpVersion', 'IPV6Enabled', 'PriceClass', 'ViewerCertificate'],
};
const BEHAVIOUR = {
  honoured: [
    'AllowedMethods',
    'CachePolicyId',
    'Compress',
    'FunctionAssociations',
    'PathPattern',
    'ResponseHeadersPolicyId',
    'TargetOriginId',
  ],
  // There is no cache, and local servers do not use TLS.
  inert: ['CachedMethods', 'ViewerProtocolPolicy'],
};
const ORIGIN = {
  honoured: ['CustomOriginConfig', 'DomainName', 'Id', 'OriginPath', 'S3OriginConfig'],
  inert: ['OriginAccessControlId'],
};

/**
 * Reads the distribution of a template; null if it has none.
 * @throws UnsupportedPropertyError, InvalidTemplateError
 */
export function readDistribution(template: Template): Distribution | null {
  const [resource, ...others] = template.of('AWS::CloudFront::Distribution');
  if (!resource) return null;
  if (others.length > 0) {
    throw new InvalidTemplateError('The template has several distributions; the local stack runs one.');
  }
  const refuse = refusalsOf(resource);
  const config = resource.properties.DistributionConfig as Properties;
  refuse.unknown('the setting', config, CONFIG);
  if (config.Enabled !== true) refuse('a distribution that is not enabled');
  const errorPages = (config.CustomErrorResponses ?? []) as Properties[];
  if (errorPages.some((page) => page.ResponsePagePath !== undefined || page.ResponseCode !== undefined)) {
    refuse('pages for errors');
  }
  const origins = readOrigins(config, refuse);
  const parts = { template, origins, groups: readGroups(config), refuse };
  return {
    behaviours: [
      ...((config.CacheBehaviors ?? []) as Properties[]).map((one) => readBehaviour(one, parts)),
      readBehaviour({ ...(config.DefaultCacheBehavior as Properties), PathPattern: '*' }, parts),
    ],
  };
}

interface Group {
  readonly members: readonly string[];
  readonly statuses: ReadonlySet<number>;
}
interface Parts {
  readonly template: Template;
  readonly origins: ReadonlyMap<string, OriginId>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly refuse: Refusals;
}
interface Refusals {
  (what: string): never;
  unknown(what: string, given: Properties, known: typeof CONFIG): void;
}

function refusalsOf({ logicalId, type }: Resource): Refusals {
  const refuse = (what: string): never => {
    throw new UnsupportedPropertyError(logicalId, type, what);
  };
  return Object.assign(refuse, {
    unknown(what: string, given: Properties, { honoured, inert }: typeof CONFIG) {
      const unknown = Object.keys(given).find((name) => !honoured.includes(name) && !inert.includes(name));
      if (unknown !== undefined) refuse(`${what} ${unknown}`);
    },
  });
}

function readOrigins(config: Properties, refuse: Refusals): Map<string, OriginId> {
  return new Map(
    (config.Origins as Properties[]).map((origin): [string, OriginId] => {
      refuse.unknown('an origin with', origin, ORIGIN);
      const { Id, DomainName, OriginPath = '' } = origin as Record<string, string>;
      const bucket = DomainName!.endsWith(S3_DOMAIN) ? DomainName!.slice(0, -S3_DOMAIN.length) : undefined;
      if (bucket !== undefined && OriginPath === '') return [Id!, { kind: 's3', bucket }];
      const apiId = /^([^.]+)\.execute-api\./.exec(DomainName!)?.[1];
      if (apiId === undefined) return refuse(`the origin ${DomainName}${OriginPath}`);
      return [Id!, { kind: 'api', apiId, stage: OriginPath.slice(1) }];
    }),
  );
}

function readGroups({ OriginGroups }: Properties): Map<string, Group> {
  const { Items = [] } = (OriginGroups ?? {}) as {
    Items?: readonly {
      Id: string;
      Members: { Items: readonly { OriginId: string }[] };
      FailoverCriteria: { StatusCodes: { Items: readonly number[] } };
    }[];
  };
  return new Map(
    Items.map(({ Id, Members, FailoverCriteria }) => [
      Id,
      {
        members: Members.Items.map(({ OriginId }) => OriginId),
        statuses: new Set(FailoverCriteria.StatusCodes.Items),
      },
    ]),
  );
}

function readBehaviour(behaviour: Properties, { template, origins, groups, refuse }: Parts): Behaviour {
  refuse.unknown('a behaviour with', behaviour, BEHAVIOUR);
  const { PathPattern, AllowedMethods, CachePolicyId, Compress, ResponseHeadersPolicyId, TargetOriginId } =
    behaviour as {
      PathPattern: string;
      AllowedMethods?: readonly string[];
      CachePolicyId: string;
      Compress?: boolean;
      ResponseHeadersPolicyId?: string;
      TargetOriginId: string;
    };
  const originOf = (id: string | undefined): OriginId => {
    const origin = origins.get(id ?? '');
    if (origin) return origin;
    throw new InvalidTemplateError(
      `The behaviour of ${PathPattern} has the origin ${id}, which does not exist.`,
    );
  };
  const group = groups.get(TargetOriginId);
  return {
    pattern: PathPattern,
    // CloudFront's default.
    methods: new Set(AllowedMethods ?? ['GET', 'HEAD']),
    origin: originOf(group?.members[0] ?? TargetOriginId),
    fallback: group ? { origin: originOf(group.members[1]), statuses: group.statuses } : null,
    codings: readCodings(find(template, 'AWS::CloudFront::CachePolicy', CachePolicyId)),
    compress: Compress ?? false,
    edgeFunction: readAssociation(behaviour.FunctionAssociations, template, refuse),
    responseHeaders:
      ResponseHeadersPolicyId === undefined
        ? null
        : readResponseHeadersPolicy(
            find(template, 'AWS::CloudFront::ResponseHeadersPolicy', ResponseHeadersPolicyId),
          ),
  };
}

function readAssociation(associations: unknown, template: Template, refuse: Refusals): EdgeFunction | null {
  const [association, ...others] = (associations ?? []) as { EventType: string; FunctionARN: string }[];
  if (!association) return null;
  if (others.length > 0 || association.EventType !== 'viewer-request') {
    refuse('a function of another event than viewer-request');
  }
  return readEdgeFunction(find(template, 'AWS::CloudFront::Function', association.FunctionARN));
}

/** Values in the cache key are forwarded to the origin. Locally, only Accept-Encoding is supported in the cache key. */
function readCodings({ logicalId, type, properties }: Resource): Codings {
  const { ParametersInCacheKeyAndForwardedToOrigin: key } = properties.CachePolicyConfig as {
    ParametersInCacheKeyAndForwardedToOrigin: {
      CookiesConfig: { CookieBehavior: string };
      HeadersConfig: { HeaderBehavior: string };
      QueryStringsConfig: { QueryStringBehavior: string };
      EnableAcceptEncodingGzip: boolean;
      EnableAcceptEncodingBrotli?: boolean;
    };
  };
  const keyed = [
    key.CookiesConfig.CookieBehavior,
    key.HeadersConfig.HeaderBehavior,
    key.QueryStringsConfig.QueryStringBehavior,
  ];
  if (keyed.some((behaviour) => behaviour !== 'none')) {
    throw new UnsupportedPropertyError(logicalId, type, 'cookies, headers or queries in its key');
  }
  return { gzip: key.EnableAcceptEncodingGzip, brotli: key.EnableAcceptEncodingBrotli ?? false };
}

function find(template: Template, type: string, ref: string): Resource {
  const found = template.of(type).find((resource) => resource.ref === ref);
  if (found) return found;
  throw new InvalidTemplateError(
    `The distribution refers to the ${type} ${ref}, which is not in the template.`,
  );
}
