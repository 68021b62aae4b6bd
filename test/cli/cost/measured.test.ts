import { describe, expect, it } from 'vitest';
import { hasCdn, monitoringUsage } from '../../../cli/cost/monitoring.ts';
import { runUsage } from '../../../cli/cost/run-usage.ts';
import type { RunRecord } from '../../../model/runs/run-record.ts';
import { synthesize } from '../../lib/synthesize.ts';

const resourcesOf = (settings: Record<string, unknown>) =>
  Object.values(
    synthesize(settings).template.toJSON().Resources as Record<
      string,
      { Type: string; Properties?: Record<string, unknown> }
    >,
  );

describe('The usage of a run', () => {
  const step = { invocations: 2, seconds: 4, gb_seconds: 8, s3_reads: 100, s3_writes: 10 };
  const record = {
    usage: { ingest: step, normalize: step },
    release: { documents_written: 30 },
  } as unknown as RunRecord;

  it('is the sum of its reports plus an estimate for steps without a report', () => {
    expect(runUsage(record, 1_000)).toEqual({
      invocations: 4 + 4,
      gb_seconds: 16 + 2,
      s3_reads: 200 + 50,
      s3_writes: 20 + 30,
      state_transitions: 8 + 11,
      replaced_bytes: 30_000,
    });
  });

  it('contains no replaced documents if it published none', () => {
    expect(runUsage({ ...record, release: null }, 1_000).replaced_bytes).toBe(0);
  });
});

describe('The monitoring of a template', () => {
  it('counts every metric of an alarm', () => {
    const alarm = (Properties: Record<string, unknown>) => ({ Type: 'AWS::CloudWatch::Alarm', Properties });
    const resources = [
      alarm({ MetricName: 'Errors' }),
      alarm({
        Metrics: [
          { Id: 'e', Expression: 'a / b' },
          { Id: 'a', MetricStat: {} },
          { Id: 'b', MetricStat: {} },
        ],
      }),
    ];

    expect(monitoringUsage(resources).alarms).toBe(3);
  });

  it('counts every secret once', () => {
    const settings = { sourceSecrets: { 'one.example.org': 'drops', 'two.example.org': 'drops' } };

    expect(monitoringUsage(resourcesOf(settings)).secrets).toBe(1);
    expect(monitoringUsage(resourcesOf({})).secrets).toBe(0);
  });

  it('includes whether there is a CDN', () => {
    expect(hasCdn(resourcesOf({}))).toBe(true);
    expect(hasCdn(resourcesOf({ website: false }))).toBe(false);
  });
});
