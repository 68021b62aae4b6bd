import { describe, expect, it } from 'vitest';
import { estimate, type Workload } from '../../../cli/cost/estimate.ts';
import { PRICE_LIST } from '../../../cli/cost/prices.ts';
import { costTable } from '../../../cli/cost/table.ts';

/** A month with the same amount of everything. */
const everywhere = (amount: number): Workload => ({
  runs: amount,
  run: {
    invocations: amount,
    gb_seconds: amount,
    s3_reads: amount,
    s3_writes: amount,
    state_transitions: amount,
    replaced_bytes: amount,
  },
  storage: { standard_bytes: amount, archived_bytes: amount },
  reading: {
    api_calls: amount,
    answer_bytes: amount,
    cached_share: amount / 2,
    downloads: amount,
    download_bytes: amount,
  },
  monitoring: {
    alarms: amount,
    dashboards: amount,
    secrets: amount,
    steady_metrics: amount,
    run_metrics: amount,
    health_check_invocations: amount,
    health_check_gb_seconds: amount,
  },
});
const NOTHING = everywhere(0);
const dollars = (workload: Partial<Workload>): Record<string, number> =>
  Object.fromEntries(
    estimate({ ...NOTHING, ...workload }, PRICE_LIST).lines.map(({ service, item, usd }) => [
      `${service}: ${item}`,
      Number(usd.toFixed(6)),
    ]),
  );

describe("A month's bill", () => {
  it('is 0 without usage', () => {
    expect(estimate(NOTHING, PRICE_LIST)).toMatchObject({ lines: [], total_usd: 0 });
  });

  it('contains functions, states and requests of two runs', () => {
    const run = {
      invocations: 50_000,
      gb_seconds: 30_000,
      s3_reads: 500_000,
      s3_writes: 20_000,
      state_transitions: 2_000,
      replaced_bytes: 5e9,
    };

    expect(dollars({ runs: 2, run })).toEqual({
      'Lambda: invocations': 0.02,
      'Lambda: memory × time': 1.000002,
      'Step Functions: state transitions': 0.1,
      'S3: writes and lists of runs': 0.2,
      'S3: reads of runs': 0.4,
      'S3: storage, earlier versions': 0.23,
      // (2 × (50,000 + 2,000)) × 4 KB = 0.416 GB
      'CloudWatch: logs': 0.208,
    });
  });

  it('contains storage by storage class', () => {
    expect(dollars({ storage: { standard_bytes: 100e9, archived_bytes: 50e9 } })).toEqual({
      'S3: storage': 2.3,
      'S3: storage, archived': 0.2,
    });
  });

  it('contains only the price of the CDN for calls from its cache', () => {
    const reading = { ...NOTHING.reading, api_calls: 1_000_000, answer_bytes: 10_000 };

    expect(dollars({ reading: { ...reading, cached_share: 0.75 } })).toEqual({
      'API Gateway: requests': 0.875,
      'S3: reads for answers': 0.1,
      'CloudFront: requests': 1,
      'CloudFront: traffic to readers': 0.85,
    });
    expect(dollars({ reading: { ...reading, cached_share: null } })).toEqual({
      'API Gateway: requests': 3.5,
      'S3: reads for answers': 0.4,
      'API Gateway: traffic to readers': 0.9,
    });
  });

  it('contains metrics of runs for two hours per run', () => {
    const monitoring = { ...NOTHING.monitoring, alarms: 30, dashboards: 1, secrets: 1, steady_metrics: 10 };

    expect(dollars({ runs: 1, monitoring: { ...monitoring, run_metrics: 365 } })).toEqual({
      'CloudWatch: metrics': 3.3,
      'CloudWatch: alarms': 3,
      'CloudWatch: dashboards': 3,
      'Secrets Manager: secrets': 0.4,
    });
  });

  it('is the sum of its lines, each with its price', () => {
    const { lines, total_usd } = estimate(everywhere(1), PRICE_LIST);

    expect(total_usd).toBeCloseTo(
      lines.reduce((sum, { usd }) => sum + usd, 0),
      12,
    );
    const unused = Object.keys(PRICE_LIST.prices).filter((name) =>
      lines.every(({ price }) => price !== name),
    );
    // The price that applies without a CDN.
    expect(unused).toEqual(['internet_out']);
  });
});

describe('Its table', () => {
  it('starts with the most expensive line, ends with the total, and shows small amounts as < 0.01', () => {
    const workload = {
      ...NOTHING,
      storage: { standard_bytes: 1e6, archived_bytes: 0 },
      monitoring: { ...NOTHING.monitoring, dashboards: 1, alarms: 123 },
    };

    expect(costTable(estimate(workload, PRICE_LIST)).split('\n')).toEqual([
      'item                             usage a month  US dollars',
      'CloudWatch: alarms      123 metrics alarmed on       12.30',
      'CloudWatch: dashboards             1 dashboard        3.00',
      'S3: storage                    0.001 GB-months      < 0.01',
      'total                                                15.30',
    ]);
  });
});
