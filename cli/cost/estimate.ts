import type { PriceList, PriceName } from './prices.ts';

/** The usage of one month. A GB is 10^9 bytes. */
export interface Workload {
  /** The number of runs a month, each like the measured one. */
  readonly runs: number;
  readonly run: RunUsage;
  readonly storage: StorageUsage;
  readonly reading: ReadingUsage;
  readonly monitoring: MonitoringUsage;
}

/** The measured usage of one run. */
export interface RunUsage {
  /** Invocations of functions. */
  readonly invocations: number;
  readonly gb_seconds: number;
  readonly s3_reads: number;
  readonly s3_writes: number;
  readonly state_transitions: number;
  /** Bytes of replaced documents. The bucket retains their earlier versions for a limited time. */
  readonly replaced_bytes: number;
}

/** The content of the bucket. */
export interface StorageUsage {
  readonly standard_bytes: number;
  readonly archived_bytes: number;
}

/** The requests of readers in a month. */
export interface ReadingUsage {
  readonly api_calls: number;
  /** The size of the average response. */
  readonly answer_bytes: number;
  /** The share of the calls that the CDN answers from its cache; null without a CDN. */
  readonly cached_share: number | null;
  readonly downloads: number;
  /** The size of the average downloaded file. */
  readonly download_bytes: number;
}

/** The monitoring resources in the template. */
export interface MonitoringUsage {
  readonly alarms: number;
  readonly dashboards: number;
  readonly secrets: number;
  /** Custom metrics that are sent every hour. */
  readonly steady_metrics: number;
  /** Custom metrics that are sent only by runs. */
  readonly run_metrics: number;
  /** Invocations of the health check. */
  readonly health_check_invocations: number;
  readonly health_check_gb_seconds: number;
}

/** One line of the bill. */
export interface CostLine {
  readonly service: string;
  readonly item: string;
  readonly price: PriceName;
  readonly quantity: number;
  readonly unit: string;
  readonly usd: number;
}

/** A month's bill. */
export interface Estimate {
  readonly as_of: string;
  readonly region: string;
  readonly lines: readonly CostLine[];
  readonly total_usd: number;
}

const GB = 1e9;
/** Hours of a month: custom metrics are billed for the hours in which they were sent. */
const HOURS = 730;
/** The billed hours of a run: a run takes less than an hour, but it may start in one hour and end in the next. */
const RUN_HOURS = 2;
/** The assumed log volume of one invocation or one state transition, in bytes. */
const LOG_BYTES = 4_000;

/** Calculates the bill of a month from a price list. Free tiers are ignored. */
export function estimate(workload: Workload, { as_of, region, prices }: PriceList): Estimate {
  const lines = quantities(workload)
    .filter(([, , , quantity]) => quantity > 0)
    .map(([service, item, name, quantity]): CostLine => {
      const { usd, per, unit } = prices[name];
      return { service, item, price: name, quantity, unit, usd: (quantity / per) * usd };
    });
  return { as_of, region, lines, total_usd: lines.reduce((sum, { usd }) => sum + usd, 0) };
}

type Quantity = readonly [service: string, item: string, price: PriceName, quantity: number];

function quantities(workload: Workload): Quantity[] {
  return [
    ...runCosts(workload),
    ...storageCosts(workload),
    ...readingCosts(workload),
    ...monitoringCosts(workload),
  ];
}

function runCosts({
  runs,
  run,
  monitoring: { health_check_invocations, health_check_gb_seconds },
}: Workload): Quantity[] {
  return [
    ['Lambda', 'invocations', 'lambda_requests', runs * run.invocations + health_check_invocations],
    ['Lambda', 'memory × time', 'lambda_duration', runs * run.gb_seconds + health_check_gb_seconds],
    ['Step Functions', 'state transitions', 'state_transitions', runs * run.state_transitions],
    ['S3', 'writes and lists of runs', 's3_writes', runs * run.s3_writes],
    ['S3', 'reads of runs', 's3_reads', runs * run.s3_reads],
  ];
}

function storageCosts({ runs, run, storage }: Workload): Quantity[] {
  return [
    ['S3', 'storage', 's3_standard', storage.standard_bytes / GB],
    ['S3', 'storage, archived', 's3_glacier_instant', storage.archived_bytes / GB],
    ['S3', 'storage, earlier versions', 's3_standard', (runs * run.replaced_bytes) / GB],
  ];
}

function readingCosts({ reading }: Workload): Quantity[] {
  const { api_calls, answer_bytes, cached_share, downloads, download_bytes } = reading;
  const traffic = (api_calls * answer_bytes + downloads * download_bytes) / GB;
  const reaching = api_calls * (1 - (cached_share ?? 0));
  return [
    ['API Gateway', 'requests', 'api_requests', reaching],
    ['S3', 'reads for answers', 's3_reads', reaching + downloads],
    ...(cached_share === null
      ? ([['API Gateway', 'traffic to readers', 'internet_out', traffic]] as const)
      : ([
          ['CloudFront', 'requests', 'cdn_requests', api_calls + downloads],
          ['CloudFront', 'traffic to readers', 'cdn_out', traffic],
        ] as const)),
  ];
}

function monitoringCosts({ runs, run, monitoring: use }: Workload): Quantity[] {
  const perRun = (use.run_metrics * RUN_HOURS) / HOURS;
  const logged = runs * (run.invocations + run.state_transitions) + use.health_check_invocations;
  return [
    ['CloudWatch', 'metrics', 'metrics', use.steady_metrics + runs * perRun],
    ['CloudWatch', 'alarms', 'alarms', use.alarms],
    ['CloudWatch', 'dashboards', 'dashboards', use.dashboards],
    ['CloudWatch', 'logs', 'logs', (logged * LOG_BYTES) / GB],
    ['Secrets Manager', 'secrets', 'secrets', use.secrets],
  ];
}
