import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PREFIXES } from '../../model/keys.ts';
import { once } from '../run/once.ts';
import { type Crash, crashing, ONLY_THE_ANSWER } from './crash.ts';
import { type Rig, startRig } from './rig.ts';

// Whole runs: seconds on a machine that is idle, a minute on one that isn't.
vi.setConfig({ testTimeout: 240_000 });

let rig: Rig;
beforeAll(async () => {
  rig = await startRig(once);
});
afterAll(() => rig?.close());

describe('A run that dies while it makes the tables to take away', () => {
  /** In the middle of its reading, of its files, behind the last of them, and having done all. */
  const places: readonly [string, (requests: number) => number][] = [
    ['before its first request', () => 0],
    ['among its first files', (requests) => Math.floor(requests * 0.6)],
    ['before its report', (requests) => requests - 1],
    ['having done all', () => ONLY_THE_ANSWER],
  ];

  it.each(
    places.flatMap(([where, after]) =>
      (['retry', 'another execution'] as const).map((mend) => ({ where, after, mend })),
    ),
  )('$where ends in the same bytes by $mend', async ({ after, mend }) => {
    const crash: Crash = { step: 'export', after: after(rig.scenarios[0]!.requests.get('export')!), mend };
    const survival = await rig.survive(rig.scenarios[0]!, crashing(crash, rig.service));
    expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: mend === 'retry' });
  });
});

describe('A release whose files to take away have gone', () => {
  it('is never switched to, and the repeat makes them again', async () => {
    const { bucket } = rig.service;
    let publishes = 0;
    let before = new Map<string, string>();
    const survival = await rig.survive(rig.scenarios[0]!, {
      async intercept(step, call) {
        if (step === 'export') before = await bucket.list(PREFIXES.downloads);
        // Between "compare" and "fill": as if a clean-up had outlived everything that keeps it from this.
        if (step === 'publish' && ++publishes === 2) {
          const made = [...(await bucket.list(PREFIXES.downloads)).keys()].filter((key) => !before.has(key));
          await bucket.restore(new Map([...(await bucket.save())].filter(([key]) => key !== made[0])));
        }
        return call();
      },
    });
    expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: false, error: 'SlotIncompleteError' });
  });
});
