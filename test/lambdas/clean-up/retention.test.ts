import { describe, expect, it } from 'vitest';
import type { Needed } from '../../../lambdas/clean-up/references.ts';
import { createJudge } from '../../../lambdas/clean-up/retention.ts';
import {
  aggregateKey,
  planKey,
  quarantineKey,
  type RunArea,
  rawKey,
  runRecordKey,
  tablePartKey,
} from '../../../model/keys.ts';

const MONTH = '2026-10';
const RUN = '20261001T060000Z-0123abcd';
const AGES_AGO = new Date('2026-10-01T07:00:00Z');
const RETAINED_FROM = new Date('2026-11-01T00:00:00Z');
const YOUNG = RETAINED_FROM;
const NOTHING: Needed = {
  commits: new Map(),
  keys: new Set(),
  downloads: new Set(),
  runs: new Set(),
  holder: null,
  state: '',
};

const OBJECTS: readonly [RunArea, string][] = [
  ['tables', tablePartKey('genres', MONTH, RUN, 3)],
  ['quarantine', quarantineKey('movies_metadata.csv', MONTH, RUN, 0)],
  ['raw', rawKey('movies_metadata.csv', MONTH, RUN)],
  ['raw', rawKey('read me.txt', MONTH, RUN)],
  ['aggregates', aggregateKey(RUN, 'years')],
  ['runs', planKey(RUN)],
];
const judged = (area: RunArea, key: string, needed: Partial<Needed> = {}, modified = AGES_AGO) =>
  createJudge(RETAINED_FROM).deletableRun(area, { key, modified }, { ...NOTHING, ...needed });

describe.each(OBJECTS)('an old object under %s, %s,', (area, key) => {
  it('goes where nothing needs it', () => {
    expect(judged(area, key)).toBe(RUN);
  });

  it('stays while it is young', () => {
    expect(judged(area, key, {}, YOUNG)).toBeNull();
  });

  it('stays while its run is young, whatever clock wrote it', () => {
    expect(judged(area, key.replace(RUN, '20261101T000000Z-0123abcd'))).toBeNull();
  });

  it('stays while a report of its run is young', () => {
    const judge = createJudge(RETAINED_FROM);
    judge.note('runs', { key: runRecordKey(RUN), modified: YOUNG });
    expect(judge.deletableRun(area, { key, modified: AGES_AGO }, NOTHING)).toBeNull();
  });

  it('stays while the commit of its month, which may have taken its place, is young', () => {
    const judge = createJudge(RETAINED_FROM);
    const needed = { ...NOTHING, commits: new Map([[MONTH, YOUNG]]) };
    // Only some keys tell the month; they come before the others.
    judge.deletableRun('tables', { key: tablePartKey('genres', MONTH, RUN, 0), modified: AGES_AGO }, needed);
    expect(judge.deletableRun(area, { key, modified: AGES_AGO }, needed)).toBeNull();
  });

  it('does not stay because another month was committed', () => {
    expect(judged(area, key, { commits: new Map([['2026-09', YOUNG]]) })).toBe(RUN);
  });

  it('stays while its run holds the lock', () => {
    expect(judged(area, key, { holder: RUN })).toBeNull();
  });

  it('stays where its run’s name is none that runs have', () => {
    for (const name of [
      'golden-0001',
      '20261001T060000Z',
      '20261301T060000Z-0123abcd',
      `${RUN}-copy`,
      'x'.repeat(24),
    ]) {
      expect(judged(area, key.replace(RUN, name)), name).toBeNull();
    }
  });

  it('stays where its key is not quite like those of runs', () => {
    expect(judged(area, `copy-of-${key}`)).toBeNull();
    expect(judged(area, key.slice(0, key.indexOf(RUN) + RUN.length))).toBeNull();
    expect(judged(area, key.slice(0, key.indexOf(RUN) + RUN.length + 1))).toBeNull();
  });
});

describe('what is needed', () => {
  it.each(OBJECTS.filter(([area]) => ['raw', 'tables'].includes(area)))(
    'under %s are the keys that are named, whoever wrote them',
    (area, key) => {
      expect(judged(area, key, { keys: new Set([key]) })).toBeNull();
      expect(judged(area, key, { runs: new Set([RUN]) })).toBe(RUN);
    },
  );

  it.each(OBJECTS.filter(([area]) => !['raw', 'tables'].includes(area)))(
    'under %s is what belongs to a run that is named',
    (area, key) => {
      expect(judged(area, key, { runs: new Set([RUN]) })).toBeNull();
      expect(judged(area, key, { runs: new Set(['20261001T060000Z-ffffffff']) })).toBe(RUN);
    },
  );

  it('is the record of every run', () => {
    expect(judged('runs', runRecordKey(RUN))).toBeNull();
  });
});
