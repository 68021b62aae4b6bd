import { describe, expect, it } from 'vitest';
import type { References } from '../../../lambdas/clean-up/references.ts';
import { createRetention } from '../../../lambdas/clean-up/retention.ts';
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
const OLD = new Date('2026-10-01T07:00:00Z');
const RETAINED_FROM = new Date('2026-11-01T00:00:00Z');
const YOUNG = RETAINED_FROM;
const NONE: References = {
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
const deletableRun = (area: RunArea, key: string, references: Partial<References> = {}, modified = OLD) =>
  createRetention(RETAINED_FROM).deletableRun(area, { key, modified }, { ...NONE, ...references });

describe.each(OBJECTS)('An old object under %s, %s,', (area, key) => {
  it('is deleted where it is not referenced', () => {
    expect(deletableRun(area, key)).toBe(RUN);
  });

  it('is retained while it is young', () => {
    expect(deletableRun(area, key, {}, YOUNG)).toBeNull();
  });

  it('is retained while its run is young, whatever its own modification time', () => {
    expect(deletableRun(area, key.replace(RUN, '20261101T000000Z-0123abcd'))).toBeNull();
  });

  it('is retained while a report of its run is young', () => {
    const retention = createRetention(RETAINED_FROM);
    retention.record('runs', { key: runRecordKey(RUN), modified: YOUNG });
    expect(retention.deletableRun(area, { key, modified: OLD }, NONE)).toBeNull();
  });

  it('is retained while the commit of its month, which may have replaced it, is young', () => {
    const retention = createRetention(RETAINED_FROM);
    const references = { ...NONE, commits: new Map([[MONTH, YOUNG]]) };
    // Only some keys contain the month; they are listed before the others.
    retention.deletableRun(
      'tables',
      { key: tablePartKey('genres', MONTH, RUN, 0), modified: OLD },
      references,
    );
    expect(retention.deletableRun(area, { key, modified: OLD }, references)).toBeNull();
  });

  it('is deleted although another month was committed recently', () => {
    expect(deletableRun(area, key, { commits: new Map([['2026-09', YOUNG]]) })).toBe(RUN);
  });

  it('is retained while its run holds the lock', () => {
    expect(deletableRun(area, key, { holder: RUN })).toBeNull();
  });

  it('is retained where the run id in its key is invalid', () => {
    for (const name of [
      'golden-0001',
      '20261001T060000Z',
      '20261301T060000Z-0123abcd',
      `${RUN}-copy`,
      'x'.repeat(24),
    ]) {
      expect(deletableRun(area, key.replace(RUN, name)), name).toBeNull();
    }
  });

  it('is retained where its key differs from those of runs', () => {
    expect(deletableRun(area, `copy-of-${key}`)).toBeNull();
    expect(deletableRun(area, key.slice(0, key.indexOf(RUN) + RUN.length))).toBeNull();
    expect(deletableRun(area, key.slice(0, key.indexOf(RUN) + RUN.length + 1))).toBeNull();
  });
});

describe('References', () => {
  it.each(OBJECTS.filter(([area]) => ['raw', 'tables'].includes(area)))(
    'retain objects under %s by key, whichever run wrote them',
    (area, key) => {
      expect(deletableRun(area, key, { keys: new Set([key]) })).toBeNull();
      expect(deletableRun(area, key, { runs: new Set([RUN]) })).toBe(RUN);
    },
  );

  it.each(OBJECTS.filter(([area]) => !['raw', 'tables'].includes(area)))(
    'retain objects under %s by run',
    (area, key) => {
      expect(deletableRun(area, key, { runs: new Set([RUN]) })).toBeNull();
      expect(deletableRun(area, key, { runs: new Set(['20261001T060000Z-ffffffff']) })).toBe(RUN);
    },
  );

  it('are not necessary for the record of a run', () => {
    expect(deletableRun('runs', runRecordKey(RUN))).toBeNull();
  });
});
