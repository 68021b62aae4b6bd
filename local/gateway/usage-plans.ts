import { createHash } from 'node:crypto';
import { UnsupportedPropertyError } from '../template/errors.ts';
import type { Resource, Template } from '../template/template.ts';
import type { GatewayResponseType } from './gateway-responses.ts';
import { createThrottle } from './throttle.ts';

/** What each key of a plan may ask for. */
export interface UsagePlan {
  /** Requests a second and at once; null where the plan sets none. */
  readonly throttle: { readonly rate: number; readonly burst: number } | null;
  /** Requests in a month or day of UTC; null where the plan sets none. */
  readonly quota: { readonly limit: number; readonly period: 'MONTH' | 'DAY' } | null;
}

/** A key that may be used, with its plan. */
export interface ApiKey {
  readonly value: string;
  readonly plan: UsagePlan;
}

/** The enabled keys of the plans that cover the template's one stage. @throws UnsupportedPropertyError */
export function readApiKeys(template: Template): ApiKey[] {
  const keys = new Map(template.of('AWS::ApiGateway::ApiKey').map((key) => [key.ref, key]));
  const plans = new Map(
    template.of('AWS::ApiGateway::UsagePlan').map((plan) => [plan.ref, readPlan(plan)] as const),
  );
  return template.of('AWS::ApiGateway::UsagePlanKey').flatMap(({ properties }): ApiKey[] => {
    const key = keys.get(properties.KeyId as string);
    const plan = plans.get(properties.UsagePlanId as string);
    return plan && key?.properties.Enabled === true ? [{ value: keyValue(template, key), plan }] : [];
  });
}

/** API Gateway makes values at random; here one follows from the key's id, to stay the same: it opens this machine alone. */
function keyValue({ stackName }: Template, { logicalId, properties }: Resource): string {
  if (typeof properties.Value === 'string') return properties.Value;
  return createHash('sha256').update(`${stackName}/${logicalId}/value`).digest('hex').slice(0, 40);
}

interface PlanProperties {
  readonly ApiStages?: readonly { readonly Throttle?: object }[];
  readonly Throttle?: { readonly RateLimit?: number; readonly BurstLimit?: number };
  readonly Quota?: { readonly Limit?: number; readonly Period?: string; readonly Offset?: number };
}

function readPlan({ logicalId, type, properties }: Resource): UsagePlan | undefined {
  const { ApiStages = [], Throttle, Quota } = properties as PlanProperties;
  const refuse = (what: string): never => {
    throw new UnsupportedPropertyError(logicalId, type, what);
  };
  // The local stack has one API and one stage: a plan covers it or nothing.
  if (ApiStages.length === 0) return undefined;
  if (ApiStages.some(({ Throttle: ofMethods = {} }) => Object.keys(ofMethods).length > 0))
    refuse('a throttle for single methods');
  const { Limit, Period, Offset = 0 } = Quota ?? {};
  if (Offset !== 0) refuse('a quota with an offset');
  const period = Period === 'MONTH' || Period === 'DAY' ? Period : null;
  if (Quota && period === null) refuse(`a quota for each ${Period}`);
  const { RateLimit, BurstLimit } = Throttle ?? {};
  return {
    throttle:
      RateLimit === undefined || BurstLimit === undefined ? null : { rate: RateLimit, burst: BurstLimit },
    quota: Limit === undefined || period === null ? null : { limit: Limit, period },
  };
}

export interface KeyCheckOptions {
  readonly keys: readonly ApiKey[];
  /** Milliseconds that only go forward. */
  readonly now: () => number;
  readonly clock: () => Date;
}

/** Judges the key of a request and counts it; null lets the request in, else API Gateway answers that. */
export type KeyCheck = (key: string | undefined) => GatewayResponseType | null;

/**
 * "API Gateway reads the key and compares it against the keys in the usage plan. If there is a match, API Gateway throttles the
 * requests based on the plan's request limit and quota." Uses are counted in memory: they begin anew with the process.
 */
export function createKeyCheck({ keys, now, clock }: KeyCheckOptions): KeyCheck {
  const known = new Map(
    keys.map(({ value, plan }) => [
      value,
      {
        plan,
        take: plan.throttle ? createThrottle({ ...plan.throttle, now }) : () => true,
        period: '',
        used: 0,
      },
    ]),
  );
  return (value) => {
    const key = known.get(value ?? '');
    if (!key) return 'INVALID_API_KEY';
    const { quota } = key.plan;
    const period = clock()
      .toISOString()
      .slice(0, quota?.period === 'DAY' ? 10 : 7);
    if (period !== key.period) Object.assign(key, { period, used: 0 });
    if (quota && key.used >= quota.limit) return 'QUOTA_EXCEEDED';
    if (!key.take()) return 'THROTTLED';
    key.used++;
    return null;
  };
}
