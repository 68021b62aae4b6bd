import { describe, expect, it } from 'vitest';
import { PREFIXES } from '../../../model/keys.ts';
import { REFUSED } from '../runtime/interposed.ts';
import { allOf, FIRST, keysOf, SECOND, startCleanUpBucket, young } from './bucket.ts';

const lake = startCleanUpBucket();

describe('A clean-up that is interrupted at any request', { timeout: 300_000 }, () => {
  it.each(['before', 'after'] as const)('%s its response is completed by the next one', async (when) => {
    await lake.commit(SECOND, keysOf(FIRST).raw);
    await lake.clean();
    const expected = await lake.allKeys();
    const gone = allOf(FIRST).filter((key) => !expected.includes(key));

    let number = 0;
    for (let met = true; met; ) {
      number += 1;
      await Promise.all(gone.map(lake.put));
      const outcome = await lake.atRequest(number, async () => ({ when, ...REFUSED }));
      met = outcome.met;
      if (met) expect(outcome.error).toMatchObject({ name: 'AccessDenied' });
      await lake.clean();
      expect(await lake.allKeys(), `ended at request ${number}`).toEqual(expected);
    }
    // Reads of references, listings and deletions of each prefix.
    expect(number).toBeGreaterThan(20);
  });

  it('names the object that it could not delete', async () => {
    await lake.putRun(SECOND);
    lake.proxy.intercept(async ({ line }) =>
      line.startsWith('POST')
        ? {
            when: 'before',
            status: 200,
            body: '<DeleteResult><Error><Key>raw_munged/x</Key><Code>AccessDenied</Code><Message>No.</Message></Error></DeleteResult>',
          }
        : undefined,
    );
    await expect(lake.clean()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/^1 of \d+ objects .* s3:\/\/lake\/raw_munged\/x: No\.$/),
    });
  });
});

describe('At any request of a clean-up,', { timeout: 300_000 }, () => {
  it('another run may commit the month again from its raw copy, and every object of the commit is kept', async () => {
    await lake.commit(SECOND, keysOf(FIRST).raw);
    for (let number = 1, met = true; met; number += 1) {
      const run = young(number);
      ({ met } = await lake.atRequest(number, async () => {
        lake.proxy.intercept(null);
        await lake.putLock(run);
        await lake.commit(run, keysOf(FIRST).raw);
        await lake.putLock(null);
        return undefined;
      }));
      await lake.clean();
      const committed = met ? keysOf(run).parts : [];
      expect(await lake.allKeys(), `committed at request ${number}`).toEqual(
        expect.arrayContaining([...keysOf(FIRST).raw, ...committed]),
      );
    }
  });

  it('an older run that still holds the lock may commit, and every object of the commit is kept', async () => {
    await lake.putRun(SECOND);
    await lake.putLock(SECOND);
    for (let number = 1, met = true; met; number += 1) {
      ({ met } = await lake.atRequest(number, async () => {
        await lake.lock.assertLock(`arn:${SECOND}`);
        await lake.writeCommit(SECOND);
        await lake.writeManifests(keysOf(SECOND).parts);
        await lake.putLock(null);
        return undefined;
      }));
      expect(await lake.allKeys(), `committed at request ${number}`).toEqual(
        expect.arrayContaining(allOf(SECOND)),
      );
      await lake.putLock(SECOND);
      await lake.commit(FIRST);
    }
  });

  it('an operator may restore an older commit before the references are read again, and its objects are kept', async () => {
    await lake.commit(SECOND);
    let lists = 0;
    lake.proxy.intercept(async ({ line }) => {
      // The first listing of tables: the references have been read, and nothing has been deleted.
      if (line.includes(`prefix=${encodeURIComponent(PREFIXES.tables)}`) && ++lists === 1) {
        lake.proxy.intercept(null);
        await lake.writeCommit(FIRST);
        await lake.writeManifests(keysOf(FIRST).parts);
      }
      return undefined;
    });
    await lake.clean();
    expect(lists).toBe(1);
    const { raw, parts, quarantine, reports } = keysOf(FIRST);
    expect(await lake.allKeys()).toEqual(
      expect.arrayContaining([...raw, ...parts, ...quarantine, ...reports]),
    );
  });
});
