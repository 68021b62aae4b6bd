import { describe, expect, it } from 'vitest';
import { documentKey, PREFIXES } from '../../../model/keys.ts';
import { cleanUpLake, FIRST, fileOf, RETAIN_DAYS, SECOND, young } from './bucket.ts';

const lake = cleanUpLake();

const [LIVE, BEFORE, FORGOTTEN] = [fileOf('a'), fileOf('b'), fileOf('c')];
const files = async (): Promise<string[]> =>
  (await lake.allKeys()).filter((key) => key.startsWith(PREFIXES.downloads));

/** Two releases with a file each, and a file that no release has any more. */
async function putReleases(): Promise<void> {
  await Promise.all([LIVE, BEFORE, FORGOTTEN].map(lake.put));
  await lake.fillSlot('blue', FIRST, [LIVE]);
  await lake.fillSlot('green', FIRST, [BEFORE]);
}

describe('cleaning up the files to take away', () => {
  it('deletes what neither slot lists, and tells so', async () => {
    await putReleases();

    const report = await lake.clean();

    expect(await files()).toEqual([LIVE, BEFORE]);
    expect(report).toMatchObject({
      deleted: { [PREFIXES.downloads]: { objects: 1, bytes: FORGOTTEN.length } },
      complete: true,
    });
  });

  it('keeps everything for as long as the retention says', async () => {
    await putReleases();
    expect(await lake.clean(RETAIN_DAYS - 1)).toMatchObject({ deleted: {} });
    expect(await files()).toEqual([LIVE, BEFORE, FORGOTTEN]);
    await lake.clean(RETAIN_DAYS + 1);
    expect(await files()).toEqual([LIVE, BEFORE]);
  });

  it('leaves them all alone while a run is at work, and comes back to them', async () => {
    await putReleases();
    await lake.putLock(SECOND);
    expect(await lake.clean()).toMatchObject({ deleted: {}, complete: false });
    expect(await files()).toEqual([LIVE, BEFORE, FORGOTTEN]);
    await lake.putLock(null);
    expect(await lake.clean()).toMatchObject({ complete: true });
    expect(await files()).toEqual([LIVE, BEFORE]);
  });

  it('deletes more than one request can take', async () => {
    const many = Array.from({ length: 1_100 }, (_, index) => fileOf('d').replace('year', `year-${index}`));
    for (let at = 0; at < many.length; at += 100) await Promise.all(many.slice(at, at + 100).map(lake.put));
    expect(await lake.clean()).toMatchObject({ deleted: { [PREFIXES.downloads]: { objects: many.length } } });
    expect(await files()).toEqual([]);
  });

  it('touches nothing that export has not made', async () => {
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

  it('takes a slot from before there were any for one that lists none', async () => {
    await lake.put(FORGOTTEN);
    await lake.put(documentKey('blue', 'v1/stats.json'));
    await lake.marker('blue', FIRST);
    await lake.clean();
    expect(await files()).toEqual([]);
  });

  it.each([
    ['is no JSON', '{"tables"'],
    ['has no tables', '{}'],
    ['has a file without a path', '{"tables":[{"files":[{}]}]}'],
  ])('deletes nothing at all where a slot’s list %s', async (_, list) => {
    await putReleases();
    await lake.putRun(SECOND);
    await lake.s3.writeObject(documentKey('green', 'v1/downloads.json'), list, 'application/json');
    const before = await lake.allKeys();
    await expect(lake.clean()).rejects.toMatchObject({ name: 'CleanUpRefusedError' });
    expect(await lake.allKeys()).toEqual(before);
  });
});

describe('a run that makes a file again while others are cleaned up', { timeout: 300_000 }, () => {
  /** As many requests as a last look at what is needed and the delete behind it: a run takes longer from lock to export. */
  const LATER = 10;

  /** A clean-up beside which a run takes the lock, makes the file again some requests later, and lists it in the end. */
  async function cleanBeside(run: string, lockedAt: number): Promise<{ met: boolean; found: boolean }> {
    const story = new Map([
      [lockedAt, () => lake.putLock(run)],
      [lockedAt + LATER, () => lake.put(FORGOTTEN)],
    ]);
    let count = 0;
    const watch = (): void =>
      lake.proxy.intercept(async () => {
        count += 1;
        const next = story.get(count);
        if (next === undefined) return undefined;
        // What the run itself asks passes the same proxy.
        lake.proxy.intercept(null);
        await next();
        watch();
        return undefined;
      });
    watch();
    await lake.clean();
    lake.proxy.intercept(null);
    if (count < lockedAt) return { met: false, found: false };
    if (count < lockedAt + LATER) await lake.put(FORGOTTEN);
    const found = (await files()).includes(FORGOTTEN);
    await lake.fillSlot('green', run, [FORGOTTEN]);
    await lake.putLock(null);
    return { met: true, found };
  }

  it('finds it at its end, at whichever request of the clean-up it took the lock', async () => {
    for (let lockedAt = 1, met = true; met; lockedAt += 1) {
      await putReleases();
      const outcome = await cleanBeside(young(lockedAt), lockedAt);
      ({ met } = outcome);
      expect(outcome.found, `the lock was taken at request ${lockedAt}`).toBe(met);
      await lake.clean();
      expect(await files()).toEqual(met ? [LIVE, FORGOTTEN] : [LIVE, BEFORE]);
    }
  });

  it('and ends before the last look keeps what it lists', async () => {
    await putReleases();
    let lists = 0;
    lake.proxy.intercept(async ({ line }) => {
      // What is needed has been read, and nothing deleted.
      if (line.includes(`prefix=${encodeURIComponent(PREFIXES.downloads)}`) && ++lists === 1) {
        lake.proxy.intercept(null);
        await lake.putLock(SECOND);
        await lake.fillSlot('green', SECOND, [FORGOTTEN]);
        await lake.putLock(null);
      }
      return undefined;
    });
    await lake.clean();
    expect(lists).toBe(1);
    expect(await files()).toContain(FORGOTTEN);
  });
});
