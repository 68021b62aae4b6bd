import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Audit from '../../../lambdas/audit/metrics.ts';
import type * as Step from '../../../lambdas/runtime/handler.ts';
import type * as Metrics from '../../../lambdas/runtime/metrics.ts';
import { DropNotThereError } from '../../../model/errors.ts';
import { jsonLines, metricsIn, printed, type WrittenMetric } from './emf.ts';

let step: typeof Step.step;
let emitMetrics: typeof Metrics.emitMetrics;
let emitAudit: typeof Audit.emitAudit;
beforeAll(async () => {
  Object.assign(process.env, { STACK_NAME: 'Stack', AWS_REGION: 'auto', POWERTOOLS_LOG_LEVEL: 'SILENT' });
  // The modules read their environment when they are first loaded.
  ({ step } = await import('../../../lambdas/runtime/handler.ts'));
  ({ emitMetrics } = await import('../../../lambdas/runtime/metrics.ts'));
  ({ emitAudit } = await import('../../../lambdas/audit/metrics.ts'));
});
afterAll(() => {
  delete process.env.STACK_NAME;
});

const written = async (run: () => unknown): Promise<WrittenMetric[]> =>
  metricsIn(jsonLines(await printed(run)));
const context = (milliseconds: number) => ({ getRemainingTimeInMillis: () => milliseconds });
const RUN = { run_id: 'r', month: '2026-10' };

describe('A step', () => {
  it('emits its seconds, memory and share of the time-out, by step and in total', async () => {
    const metrics = await written(() => step('audit', async () => 1)(RUN, context(60_000)));

    for (const dimensions of [{ stack: 'Stack' }, { stack: 'Stack', step: 'audit' }]) {
      const own = metrics.filter((each) => JSON.stringify(each.dimensions) === JSON.stringify(dimensions));
      expect(own.map(({ name, unit }) => [name, unit]).toSorted()).toEqual([
        ['MemoryUsed', 'Megabytes'],
        ['Seconds', 'Seconds'],
        ['TimeoutUsed', 'Percent'],
      ]);
      expect(own.every(({ value }) => typeof value === 'number' && value > 0)).toBe(true);
    }
    expect(metrics).toHaveLength(6);
  });

  it('emits its metrics also where it fails, and rethrows the error', async () => {
    const failing = step('plan', async () => {
      throw new DropNotThereError('Not yet.');
    });
    const metrics = await written(() => expect(failing(RUN, context(60_000))).rejects.toThrow('Not yet.'));

    expect(metrics.map(({ name }) => name)).toContain('Seconds');
  });

  it('compares its time with the time-out of its function', async () => {
    const slow = step('audit', async () => {
      const end = performance.now() + 20;
      while (performance.now() < end);
    });
    const [used] = (await written(() => slow(RUN, context(20)))).filter(({ name }) => name === 'TimeoutUsed');

    expect(used!.value).toBeGreaterThanOrEqual(100);
  });

  it('writes its run and month into the line as metadata, not as dimensions', async () => {
    const [line] = jsonLines(await printed(() => step('audit', async () => 1)(RUN)));

    expect(line).toMatchObject(RUN);
    expect(JSON.stringify(line!._aws)).not.toMatch(/run_id|month|service/);
  });
});

describe('A metric', () => {
  it('that cannot be written does not fail the step', async () => {
    expect(await written(() => emitMetrics({ DataAge: Number.NaN }))).toEqual([]);
    expect(await written(() => emitMetrics({ ['Unknown' as 'DataAge']: 1 }))).toEqual([]);
  });

  it('is not written without a stack name in the environment', async () => {
    delete process.env.STACK_NAME;
    expect(await printed(() => emitMetrics({ DataAge: 1 }))).toBe('');
    process.env.STACK_NAME = 'Stack';
  });
});

describe('An audit', () => {
  it('emits rows by file, and the largest share of the gates in per cent', async () => {
    const counts = { read: 10, accepted: 7, quarantined: 2, duplicates: 1, reasons: {} };
    const gate = (file: string, value: number) =>
      ({ gate: 'quarantined_share', file, value, limit: 0.05, checked: true, passed: true }) as const;
    const metrics = await written(() =>
      emitAudit({
        files: { 'a.csv': counts },
        gates: [
          gate('a.csv', 0.02),
          gate('b.csv', 0.2),
          { gate: 'release_shrinks', file: null, value: 0.5, limit: 0.1, checked: true, passed: false },
        ],
      }),
    );

    expect(metrics.map(({ name, value, dimensions }) => [name, value, dimensions.file])).toEqual([
      ['RowsRead', 10, 'a.csv'],
      ['RowsAccepted', 7, 'a.csv'],
      ['RowsQuarantined', 2, 'a.csv'],
      ['RowsDuplicates', 1, 'a.csv'],
      ['QuarantinedShare', 20, undefined],
      ['ReleaseShrank', 50, undefined],
    ]);
  });

  it('of a removed month emits no rows and a quarantined share of 0', async () => {
    const metrics = await written(() => emitAudit({ files: {}, gates: [] }));

    expect(metrics.map(({ name, value }) => [name, value])).toEqual([
      ['QuarantinedShare', 0],
      ['ReleaseShrank', 0],
    ]);
  });
});
