import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { once } from '../run/once.ts';
import { scheduleCases } from './cases.ts';
import { AFTER_ALL_REQUESTS, type Crash, crashing, crashingAll } from './crash.ts';
import { FAULT_KINDS } from './proxy.ts';
import { type Rig, startRig } from './rig.ts';
import { createSchedule } from './schedule.ts';

/** Seeds with single faults and outages, of which some fail a run and none makes it wait for long. */
const SEEDS = [12, 25, 36, 61, 74];
/** The index of the removal among the scenarios. */
const REMOVAL = 2;

// Complete runs: seconds on an idle machine, a minute on a busy one.
vi.setConfig({ testTimeout: 240_000 });

let rig: Rig;
beforeAll(async () => {
  rig = await startRig(once);
});
afterAll(() => rig?.close());

describe('A run with failing connections', () => {
  it.each(SEEDS)('ends in the same bytes as an undisturbed run, for seed %i', async (seed) => {
    for (const { scenario, trouble } of scheduleCases(rig, seed, 1)) {
      expect(await rig.survive(scenario, trouble())).toMatchObject({ wrong: [], mixtures: [] });
    }
  });
});

describe('A multipart upload', () => {
  it('is found by the next attempt if the response to its completion is lost', async () => {
    let lost = 0;
    const survival = await rig.survive(rig.scenarios[0]!, {
      decide({ method, path }) {
        if (lost > 0 || method !== 'POST' || !path.includes('uploadId=')) return null;
        lost += 1;
        return 'lost_answer';
      },
    });

    expect(lost).toBe(1);
    expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: true });
  });
});

describe('A run whose steps crash', () => {
  const halfway = (step: string): number => Math.floor(rig.scenarios[0]!.requests.get(step)! / 2);

  it.each([
    ['halfway through their requests', halfway],
    ['after all of their work', () => AFTER_ALL_REQUESTS],
  ])('%s, each once, ends in the same bytes after retries', async (_, afterOf) => {
    const steps = [...rig.scenarios[0]!.requests.keys()];
    const crashes = steps.map((step): Crash => ({ step, after: afterOf(step), recovery: 'retry' }));

    const survival = await rig.survive(rig.scenarios[0]!, crashingAll(crashes, rig.service));

    expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: true });
  });

  it.each(['normalize', 'commit', 'export', 'publish', 'activate'])(
    'in %s ends in the same bytes after another execution takes over',
    async (step) => {
      const crash: Crash = { step, after: halfway(step), recovery: 'another execution' };

      const survival = await rig.survive(rig.scenarios[0]!, crashing(crash, rig.service));

      expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: false });
    },
  );
});

describe('A removal whose steps crash', () => {
  it('halfway through their requests, each once, ends in the same bytes after retries', async () => {
    const scenario = rig.scenarios[REMOVAL]!;
    const crashes = [...scenario.requests].map(
      ([step, count]): Crash => ({ step, after: Math.floor(count / 2), recovery: 'retry' }),
    );

    const survival = await rig.survive(scenario, crashingAll(crashes, rig.service));

    expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: true });
  });

  it('after its commit ends in the same bytes after another execution takes over', async () => {
    const crash: Crash = { step: 'commit', after: AFTER_ALL_REQUESTS, recovery: 'another execution' };

    const survival = await rig.survive(rig.scenarios[REMOVAL]!, crashing(crash, rig.service));

    expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: false });
  });
});

describe('A fault schedule', () => {
  it('makes the same decisions for the same seed', () => {
    const decisions = (seed: number) => {
      const { decide } = createSchedule(seed);
      return Array.from({ length: 600 }, () => decide({ method: 'GET', path: '/' }));
    };
    for (const seed of SEEDS) expect(decisions(seed)).toEqual(decisions(seed));
  });

  it('contains every kind of fault within 30 seeds', () => {
    const met = new Set<unknown>();
    for (let seed = 0; seed < 30; seed += 1) {
      const { decide } = createSchedule(seed);
      for (let request = 0; request < 400; request += 1) met.add(decide({ method: 'GET', path: '/' }));
    }
    expect(FAULT_KINDS.filter((kind) => !met.has(kind))).toEqual([]);
  });
});
