import { describe, expect, it } from 'vitest';
import { decideRelease, decideSlot, type SlotFacts } from '../../cli/reconcile/decide.ts';
import { optionOf, stacksToReconcile } from '../../cli/reconcile/deployed-stacks.ts';
import type { Slot } from '../../model/keys.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';

const RUN = '20261001T060000Z-0a1b2c3d';
const EARLIER = '2026-09-01T06:10:00.000Z';
const LATER = '2026-10-01T06:10:00.000Z';

const marker = (slot: Slot, fields: Partial<SlotMarker>): SlotMarker => ({
  slot,
  complete: true,
  run_id: RUN,
  documents: 60,
  digest: 'd1',
  activated_at: null,
  left_at: null,
  ...fields,
});
const facts = (given: Partial<SlotFacts>): SlotFacts => ({
  live: null,
  markers: { blue: null, green: null },
  lastServed: null,
  holder: null,
  wanted: null,
  ...given,
});

/** The markers after two releases: the switch from blue to green succeeded, or failed after it was recorded. */
const BOTH = {
  blue: marker('blue', { activated_at: EARLIER, left_at: LATER }),
  green: marker('green', { activated_at: LATER }),
};

describe('The slot that the stage must name', () => {
  it.each<[string, Partial<SlotFacts>, object]>([
    [
      'is the one that it names',
      { live: 'green', markers: BOTH, lastServed: 'blue', wanted: 'blue' },
      { action: 'kept', slot: 'green' },
    ],
    ['is none where nothing was released', {}, { action: 'unreleased', slot: null }],
    [
      'is none where a first release was filled and never switched to',
      { markers: { blue: marker('blue', {}), green: null } },
      { action: 'unreleased', slot: null },
    ],
    [
      'is the only one that was ever live',
      { markers: { blue: marker('blue', { activated_at: EARLIER }), green: null } },
      { action: 'set', slot: 'blue' },
    ],
    [
      'is the only one that was ever live, though the other is filled',
      { markers: { blue: marker('blue', { activated_at: EARLIER }), green: marker('green', {}) } },
      { action: 'set', slot: 'blue' },
    ],
    [
      'is the only one that was ever live, though it was about to be left',
      {
        markers: {
          blue: marker('blue', { activated_at: EARLIER, left_at: LATER }),
          green: marker('green', {}),
        },
      },
      { action: 'set', slot: 'blue' },
    ],
    ['is the one that the records tell of two', { markers: BOTH, lastServed: 'green' }, { slot: 'green' }],
    [
      'is the one before where the records tell that the switch failed',
      { markers: BOTH, lastServed: 'blue' },
      { action: 'set', slot: 'blue' },
    ],
    [
      'is the one that an operator says',
      { markers: BOTH, wanted: 'blue' },
      { action: 'set', slot: 'blue', why: 'given by --slot' },
    ],
    [
      'is not guessed where no record tells',
      { markers: BOTH },
      {
        action: 'refused',
        slot: null,
        why: expect.stringContaining('give --slot green or --slot blue'),
      },
    ],
    [
      'is not set while a run holds the lock',
      {
        markers: BOTH,
        lastServed: 'green',
        holder: { execution_arn: 'arn', run_id: RUN, month: '2026-10' },
      },
      { action: 'refused', why: expect.stringContaining(`run ${RUN} holds the lock`) },
    ],
    [
      'is never an incomplete one',
      { markers: { ...BOTH, green: { ...BOTH.green, complete: false } }, lastServed: 'green' },
      { action: 'refused', why: expect.stringContaining('incomplete') },
    ],
    [
      'is none that was never released, whoever says it',
      { markers: { blue: BOTH.blue, green: marker('green', {}) }, wanted: 'green' },
      { action: 'refused', why: 'slot green was never activated' },
    ],
  ])('%s', (_, given, decision) => {
    expect(decideSlot(facts(given))).toMatchObject(decision);
  });
});

describe('The documents of the live release', () => {
  it.each([
    ['are nothing to think of before the first', { live: null, described: true, newestMonth: null }, 'none'],
    [
      'stay as they are where the code describes them so',
      { live: 'blue', described: true, newestMonth: '2026-10' },
      'kept',
    ],
    ['are not made from nothing', { live: 'blue', described: false, newestMonth: null }, 'refused'],
  ] as const)('%s', (_, given, action) => {
    expect(decideRelease(given).action).toBe(action);
  });

  it('are rebuilt from the newest month if their description has changed', () => {
    expect(decideRelease({ live: 'green', described: false, newestMonth: '2026-10' })).toEqual({
      action: 'publish',
      month: '2026-10',
    });
  });
});

describe('Reconciling after cdk deploy', () => {
  it('covers every stack of this service, but not the stack of GitHub’s roles', () => {
    const own = { ApiId: 'x', StageName: 'live', StateMachineArn: 'arn', BucketName: 'b' };

    expect(
      stacksToReconcile({
        'MovieStatistics-GitHub': { DeployRoleArn: 'arn' },
        'MovieStatistics-dev': own,
        'MovieStatistics-prod': own,
      }),
    ).toEqual(['MovieStatistics-dev', 'MovieStatistics-prod']);
    expect(stacksToReconcile({})).toEqual([]);
  });

  it.each([
    [['-c', 'environment=prod', '--profile', 'movies'], 'movies'],
    [['--profile=movies'], 'movies'],
    [['-c', 'environment=prod'], undefined],
  ])('uses the profile of the arguments %j', (args, profile) => {
    expect(optionOf(args, '--profile')).toBe(profile);
  });
});
