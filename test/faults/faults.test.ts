import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { once } from '../run/once.ts';
import { scheduleCases } from './cases.ts';
import { type Crash, crashing, crashingAll, ONLY_THE_ANSWER } from './crash.ts';
import { FAULT_KINDS } from './proxy.ts';
import { type Rig, startRig } from './rig.ts';
import { createSchedule } from './schedule.ts';

/** Chosen so that faults come singly and as outages, some runs fail, and none waits for long. */
const SEEDS = [12, 25, 36, 61, 74];
/** The place of the removal among the scenarios. */
const REMOVAL = 2;

// Whole runs: seconds on a machine that is idle, a minute on one that isn't.
vi.setConfig({ testTimeout: 240_000 });

let rig: Rig;
beforeAll(async () => {
  rig = await startRig(once);
});
afterAll(() => rig?.close());

describe('A run whose connections fail', () => {
  it.each(SEEDS)('ends in the same bytes as an undisturbed one: seed %i', async (seed) => {
    for (const { scenario, trouble } of scheduleCases(rig, seed, 1)) {
      expect(await rig.survive(scenario, trouble())).toMatchObject({ wrong: [], mixtures: [] });
    }
  });
});

describe('An upload in parts', () => {
  it('whose completion was performed but not answered is found by the next attempt', async () => {
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

describe('A run whose steps die', () => {
  const halfway = (step: string): number => Math.floor(rig.scenarios[0]!.requests.get(step)! / 2);

  it.each([
    ['halfway through their requests', halfway],
    ['having done all', () => ONLY_THE_ANSWER],
  ])('%s, each once, ends in the same bytes by being retried', async (_, afterOf) => {
    const steps = [...rig.scenarios[0]!.requests.keys()];
    const crashes = steps.map((step): Crash => ({ step, after: afterOf(step), mend: 'retry' }));

    const survival = await rig.survive(rig.scenarios[0]!, crashingAll(crashes, rig.service));

    expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: true });
  });

  it.each(['normalize', 'commit', 'export', 'publish', 'activate'])(
    'in %s ends in the same bytes by another execution that takes over',
    async (step) => {
      const crash: Crash = { step, after: halfway(step), mend: 'another execution' };

      const survival = await rig.survive(rig.scenarios[0]!, crashing(crash, rig.service));

      expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: false });
    },
  );
});

describe('A removal whose steps die', () => {
  it('halfway through their requests, each once, ends in the same bytes by being retried', async () => {
    const scenario = rig.scenarios[REMOVAL]!;
    const crashes = [...scenario.requests].map(
      ([step, count]): Crash => ({ step, after: Math.floor(count / 2), mend: 'retry' }),
    );

    const survival = await rig.survive(scenario, crashingAll(crashes, rig.service));

    expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: true });
  });

  it('behind its commit ends in the same bytes by another execution that takes over', async () => {
    const crash: Crash = { step: 'commit', after: ONLY_THE_ANSWER, mend: 'another execution' };

    const survival = await rig.survive(rig.scenarios[REMOVAL]!, crashing(crash, rig.service));

    expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: false });
  });
});

describe('A schedule', () => {
  it('decides the same for the same seed', () => {
    const decisions = (seed: number) => {
      const { decide } = createSchedule(seed);
      return Array.from({ length: 600 }, () => decide({ method: 'GET', path: '/' }));
    };
    for (const seed of SEEDS) expect(decisions(seed)).toEqual(decisions(seed));
  });

  it('brings every kind of fault within a few seeds', () => {
    const met = new Set<unknown>();
    for (let seed = 0; seed < 30; seed += 1) {
      const { decide } = createSchedule(seed);
      for (let request = 0; request < 400; request += 1) met.add(decide({ method: 'GET', path: '/' }));
    }
    expect(FAULT_KINDS.filter((kind) => !met.has(kind))).toEqual([]);
  });
});
