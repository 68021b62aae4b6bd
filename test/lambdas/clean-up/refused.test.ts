import { describe, expect, it } from 'vitest';
import {
  commitKey,
  documentKey,
  LOCK_KEY,
  manifestKey,
  PREFIXES,
  slotMarkerKey,
} from '../../../model/keys.ts';
import { FIRST, MONTH, SECOND, startCleanUpBucket } from './bucket.ts';

const lake = startCleanUpBucket();

describe('Clean-up refuses to delete anything where', () => {
  it.each([
    ['no month is committed', () => lake.s3.deleteObject(commitKey(MONTH)), 'no month is committed'],
    [
      'the commit of a month that has manifests is missing',
      async () => {
        await lake.s3.writeObject(manifestKey('genres', '2026-07'), '\n', 'text/plain');
      },
      'months/2026-07.json is missing',
    ],
    [
      'a commit is not JSON',
      () => lake.s3.writeObject(commitKey(MONTH), '{"month"', 'text/plain'),
      'is not JSON',
    ],
    ['a commit is empty', () => lake.s3.writeObject(commitKey(MONTH), '\n', 'text/plain'), 'is not JSON'],
    [
      'a commit lacks its files',
      () => lake.s3.writeJson(commitKey(MONTH), { month: MONTH, run_id: FIRST }),
      'files',
    ],
    [
      'a commit is of another month than its key',
      () => lake.s3.writeJson(commitKey(MONTH), { month: '2026-07', run_id: FIRST, files: [], tables: {} }),
      'contains the commit of 2026-07',
    ],
    ['another object is among the commits', () => lake.put(`${PREFIXES.months}notes.txt`), 'is not JSON'],
    ['the lock is missing', () => lake.s3.deleteObject(LOCK_KEY), 'locks/run.json is missing'],
    ['the lock is invalid', () => lake.s3.writeJson(LOCK_KEY, { holder: 'x' }), 'holder'],
    ['a slot marker is invalid', () => lake.s3.writeJson(slotMarkerKey('green'), {}), 'run_id'],
    [
      'a slot has documents and no marker',
      () => lake.put(documentKey('green', 'v1/stats.json')),
      'slots/green.json is missing',
    ],
    [
      'a manifest names another bucket',
      () => lake.s3.writeObject(manifestKey('genres', MONTH), 's3://elsewhere/x\n', 'text/plain'),
      'not in this bucket',
    ],
    [
      'another object is among the manifests',
      () => lake.put(`${PREFIXES.manifests}genres/x`),
      'is not a manifest',
    ],
  ])('%s', async (_, damage, why) => {
    await lake.putRun(SECOND);
    await damage();
    const before = await lake.allKeys();

    await expect(lake.clean()).rejects.toMatchObject({
      name: 'CleanUpRefusedError',
      message: expect.stringContaining(why),
    });

    expect(await lake.allKeys()).toEqual(before);
  });
});
