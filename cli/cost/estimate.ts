import type { PriceList, PriceName } from './prices.ts';

/** What a month of the service uses. Bytes are bytes; a GB is 10^9 of them, as the bill's storage and traffic nearly are. */
export interface Workload {
  /** How many runs like the measured one a month has. */
  readonly runs: number;
  readonly run: RunUsage;
  readonly storage: StorageUsage;
  readonly reading: ReadingUsage;
  readonly monitoring: MonitoringUsage;
}

/** What one run used, measured. */
export interface RunUsage {
  /** Of functions. */
  readonly invocations: number;
  readonly gb_seconds: number;
  readonly s3_reads: number;
  readonly s3_writes: number;
  readonly state_transitions: number;
  /** Bytes of documents that replaced others, whose earlier versions the bucket keeps for a while. */
  readonly replaced_bytes: number;
}

/** What lies in the bucket. */
export interface StorageUsage {
  readonly standard_bytes: number;
  readonly archived_bytes: number;
}

/** What readers ask for in a month. */
export interface ReadingUsage {
  readonly api_calls: number;
  /** Of an answer on average. */
  readonly answer_bytes: number;
  /** The share of the calls that the CDN answers by itself; null where there is no CDN. */
  readonly cached_share: number | null;
  readonly downloads: number;
  /** Of a file on average. */
  readonly download_bytes: number;
}

/** What watches over it, as the template has it. */
export interface MonitoringUsage {
  readonly alarms: number;
  readonly dashboards: number;
  readonly secrets: number;
  /** Metrics of our own that are there every hour. */
  readonly steady_metrics: number;
  /** Metrics of our own that are there only in the hours of a run. */
  readonly run_metrics: number;
  /** Invocations of the function that looks after data and lock, and what they take. */
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
/** Custom metrics are billed by the hour in which they were sent. */
const HOURS = 730;
/** A run is over within the hour, or two that it touches. */
const RUN_HOURS = 2;
/** Bytes of logs that an invocation and a state transition leave, with their input and output. */
const LOG_BYTES = 4_000;

/** What a month costs by a list of prices; free tiers are left out. */
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
  return [...running(workload), ...keeping(workload), ...answering(workload), ...monitored(workload)];
}

function running({
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

function keeping({ runs, run, storage }: Workload): Quantity[] {
  return [
    ['S3', 'storage', 's3_standard', storage.standard_bytes / GB],
    ['S3', 'storage, archived', 's3_glacier_instant', storage.archived_bytes / GB],
    ['S3', 'storage, earlier versions', 's3_standard', (runs * run.replaced_bytes) / GB],
  ];
}

function answering({ reading }: Workload): Quantity[] {
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

function monitored({ runs, run, monitoring: use }: Workload): Quantity[] {
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
