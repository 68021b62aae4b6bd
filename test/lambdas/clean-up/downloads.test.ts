import { describe, expect, it } from 'vitest';
import { documentKey, PREFIXES } from '../../../model/keys.ts';
import { FIRST, fileOf, RETAIN_DAYS, SECOND, startCleanUpBucket, young } from './bucket.ts';

const lake = startCleanUpBucket();

const [LIVE, PREVIOUS, UNLISTED] = [fileOf('a'), fileOf('b'), fileOf('c')];
const files = async (): Promise<string[]> =>
  (await lake.allKeys()).filter((key) => key.startsWith(PREFIXES.downloads));

/** Two releases with one file each, and a file that no release lists. */
async function putReleases(): Promise<void> {
  await Promise.all([LIVE, PREVIOUS, UNLISTED].map(lake.put));
  await lake.fillSlot('blue', FIRST, [LIVE]);
  await lake.fillSlot('green', FIRST, [PREVIOUS]);
}

describe('Clean-up of downloads', () => {
  it('deletes files that neither slot lists, and reports them', async () => {
    await putReleases();

    const report = await lake.clean();

    expect(await files()).toEqual([LIVE, PREVIOUS]);
    expect(report).toMatchObject({
      deleted: { [PREFIXES.downloads]: { objects: 1, bytes: UNLISTED.length } },
      complete: true,
    });
  });

  it('keeps every file for the retention time', async () => {
    await putReleases();
    expect(await lake.clean(RETAIN_DAYS - 1)).toMatchObject({ deleted: {} });
    expect(await files()).toEqual([LIVE, PREVIOUS, UNLISTED]);
    await lake.clean(RETAIN_DAYS + 1);
    expect(await files()).toEqual([LIVE, PREVIOUS]);
  });

  it('keeps every file while a run is in progress, and deletes it in the next clean-up', async () => {
    await putReleases();
    await lake.putLock(SECOND);
    expect(await lake.clean()).toMatchObject({ deleted: {}, complete: false });
    expect(await files()).toEqual([LIVE, PREVIOUS, UNLISTED]);
    await lake.putLock(null);
    expect(await lake.clean()).toMatchObject({ complete: true });
    expect(await files()).toEqual([LIVE, PREVIOUS]);
  });

  it('deletes more files than one request can delete', async () => {
    const many = Array.from({ length: 1_100 }, (_, index) => fileOf('d').replace('year', `year-${index}`));
    for (let at = 0; at < many.length; at += 100) await Promise.all(many.slice(at, at + 100).map(lake.put));
    expect(await lake.clean()).toMatchObject({ deleted: { [PREFIXES.downloads]: { objects: many.length } } });
    expect(await files()).toEqual([]);
  });

  it('keeps files that export did not write', async () => {
    const foreign = [
      `${PREFIXES.downloads}notes.txt`,
      `${PREFIXES.downloads}${'a'.repeat(63)}/year.csv`,
      `${PREFIXES.downloads}${'A'.repeat(64)}/year.csv`,
      `${fileOf('a')}/more`,
      `copy-of-${fileOf('a')}`,
    ];
    await Promise.all(foreign.map(lake.put));
    const before = await lake.allKeys();
    await lake.clean();
    expect(await lake.allKeys()).toEqual(before);
  });

  it('treats a slot without a downloads document as one that lists no files', async () => {
    await lake.put(UNLISTED);
    await lake.put(documentKey('blue', 'v1/stats.json'));
    await lake.marker('blue', FIRST);
    await lake.clean();
    expect(await files()).toEqual([]);
  });

  it.each([
    ['is not JSON', '{"tables"'],
    ['has no tables', '{}'],
    ['has a file without a path', '{"tables":[{"files":[{}]}]}'],
  ])('refuses to delete anything where a slot’s downloads document %s', async (_, list) => {
    await putReleases();
    await lake.putRun(SECOND);
    await lake.s3.writeObject(documentKey('green', 'v1/downloads.json'), list, 'application/json');
    const before = await lake.allKeys();
    await expect(lake.clean()).rejects.toMatchObject({ name: 'CleanUpRefusedError' });
    expect(await lake.allKeys()).toEqual(before);
  });
});

describe('A run that writes an unlisted file again during a clean-up', { timeout: 300_000 }, () => {
  /** At least the requests from the last read of references to the deletion: a run takes longer from its lock to its export. */
  const LATER = 10;

  /** Runs a clean-up during which a run takes the lock, writes the file some requests later, and lists it in the end. */
  async function cleanBeside(run: string, lockedAt: number): Promise<{ met: boolean; found: boolean }> {
    const actions = new Map([
      [lockedAt, () => lake.putLock(run)],
      [lockedAt + LATER, () => lake.put(UNLISTED)],
    ]);
    let count = 0;
    const intercept = (): void =>
      lake.proxy.intercept(async () => {
        count += 1;
        const next = actions.get(count);
        if (next === undefined) return undefined;
        // The run's own requests pass through the same proxy.
        lake.proxy.intercept(null);
        await next();
        intercept();
        return undefined;
      });
    intercept();
    await lake.clean();
    lake.proxy.intercept(null);
    if (count < lockedAt) return { met: false, found: false };
    if (count < lockedAt + LATER) await lake.put(UNLISTED);
    const found = (await files()).includes(UNLISTED);
    await lake.fillSlot('green', run, [UNLISTED]);
    await lake.putLock(null);
    return { met: true, found };
  }

  it('finds the file at its end, whichever request of the clean-up it took the lock at', async () => {
    for (let lockedAt = 1, met = true; met; lockedAt += 1) {
      await putReleases();
      const outcome = await cleanBeside(young(lockedAt), lockedAt);
      ({ met } = outcome);
      expect(outcome.found, `the lock was taken at request ${lockedAt}`).toBe(met);
      await lake.clean();
      expect(await files()).toEqual(met ? [LIVE, UNLISTED] : [LIVE, PREVIOUS]);
    }
  });

  it('keeps its file if it ends before the references are read for the last time', async () => {
    await putReleases();
    let lists = 0;
    lake.proxy.intercept(async ({ line }) => {
      // The references have been read, and nothing has been deleted.
      if (line.includes(`prefix=${encodeURIComponent(PREFIXES.downloads)}`) && ++lists === 1) {
        lake.proxy.intercept(null);
        await lake.putLock(SECOND);
        await lake.fillSlot('green', SECOND, [UNLISTED]);
        await lake.putLock(null);
      }
      return undefined;
    });
    await lake.clean();
    expect(lists).toBe(1);
    expect(await files()).toContain(UNLISTED);
  });
});
