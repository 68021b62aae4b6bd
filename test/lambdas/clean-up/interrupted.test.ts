import { describe, expect, it } from 'vitest';
import { PREFIXES } from '../../../model/keys.ts';
import { REFUSED } from '../runtime/interposed.ts';
import { allOf, cleanUpLake, FIRST, left, SECOND, young } from './bucket.ts';

const lake = cleanUpLake();

describe('a clean-up that ends at any request', { timeout: 300_000 }, () => {
  it.each(['before', 'after'] as const)('%s it was answered is finished by the next one', async (when) => {
    await lake.commit(SECOND, left(FIRST).raw);
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
    // Several of every kind: what is needed, lists, deletes of each prefix.
    expect(number).toBeGreaterThan(20);
  });

  it('says which object it could not delete', async () => {
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

describe('while a clean-up is at any of its requests', { timeout: 300_000 }, () => {
  it('another run may commit the month anew from its raw copy, and finds all that it names', async () => {
    await lake.commit(SECOND, left(FIRST).raw);
    for (let number = 1, met = true; met; number += 1) {
      const run = young(number);
      ({ met } = await lake.atRequest(number, async () => {
        lake.proxy.intercept(null);
        await lake.putLock(run);
        await lake.commit(run, left(FIRST).raw);
        await lake.putLock(null);
        return undefined;
      }));
      await lake.clean();
      const named = met ? left(run).parts : [];
      expect(await lake.allKeys(), `committed at request ${number}`).toEqual(
        expect.arrayContaining([...left(FIRST).raw, ...named]),
      );
    }
  });

  it('an older run that still has the lock may commit, and finds all that it names', async () => {
    await lake.putRun(SECOND);
    await lake.putLock(SECOND);
    for (let number = 1, met = true; met; number += 1) {
      ({ met } = await lake.atRequest(number, async () => {
        await lake.lock.assertLock(`arn:${SECOND}`);
        await lake.writeCommit(SECOND);
        await lake.writeManifests(left(SECOND).parts);
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

  it('a commit that people bring back before it looks again is not robbed of its files', async () => {
    await lake.commit(SECOND);
    let lists = 0;
    lake.proxy.intercept(async ({ line }) => {
      // The first list of tables: what is needed has been read, and nothing deleted.
      if (line.includes(`prefix=${encodeURIComponent(PREFIXES.tables)}`) && ++lists === 1) {
        lake.proxy.intercept(null);
        await lake.writeCommit(FIRST);
        await lake.writeManifests(left(FIRST).parts);
      }
      return undefined;
    });
    await lake.clean();
    expect(lists).toBe(1);
    const { raw, parts, quarantine, reports } = left(FIRST);
    expect(await lake.allKeys()).toEqual(
      expect.arrayContaining([...raw, ...parts, ...quarantine, ...reports]),
    );
  });
});
