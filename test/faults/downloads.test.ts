import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PREFIXES } from '../../model/keys.ts';
import { once } from '../run/once.ts';
import { AFTER_ALL_REQUESTS, type Crash, crashing } from './crash.ts';
import { type Rig, startRig } from './rig.ts';

// Complete runs: seconds on an idle machine, a minute on a busy one.
vi.setConfig({ testTimeout: 240_000 });

let rig: Rig;
beforeAll(async () => {
  rig = await startRig(once);
});
afterAll(() => rig?.close());

describe('A run that crashes in its export step', () => {
  /** Before it reads, while it writes files, after the last file, and after all of its work. */
  const places: readonly [string, (requests: number) => number][] = [
    ['before its first request', () => 0],
    ['while it writes its first files', (requests) => Math.floor(requests * 0.6)],
    ['before its report', (requests) => requests - 1],
    ['after all of its work', () => AFTER_ALL_REQUESTS],
  ];

  it.each(
    places.flatMap(([where, after]) =>
      (['retry', 'another execution'] as const).map((recovery) => ({ where, after, recovery })),
    ),
  )('$where ends in the same bytes after $recovery', async ({ after, recovery }) => {
    const crash: Crash = {
      step: 'export',
      after: after(rig.scenarios[0]!.requests.get('export')!),
      recovery,
    };
    const survival = await rig.survive(rig.scenarios[0]!, crashing(crash, rig.service));
    expect(survival).toMatchObject({ wrong: [], mixtures: [], atOnce: recovery === 'retry' });
  });
});

describe('A release whose downloads were deleted', () => {
  it('is not activated, and the repeat writes them again', async () => {
    const { bucket } = rig.service;
    let publishes = 0;
    let before = new Map<string, string>();
    const survival = await rig.survive(rig.scenarios[0]!, {
      async intercept(step, call) {
        if (step === 'export') before = await bucket.list(PREFIXES.downloads);
        // Between "compare" and "fill": as if a clean-up had deleted files although it must not.
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
