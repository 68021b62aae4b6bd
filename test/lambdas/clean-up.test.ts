import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type * as CleanUp from '../../lambdas/clean-up/clean-up.ts';
import type * as Lock from '../../lambdas/runtime/lock.ts';
import type * as S3 from '../../lambdas/runtime/s3.ts';
import {
  aggregateKey,
  auditReportKey,
  commitKey,
  documentKey,
  LOCK_KEY,
  manifestKey,
  PREFIXES,
  partIdsKey,
  planKey,
  quarantineKey,
  rawKey,
  runRecordKey,
  type Slot,
  slotMarkerKey,
  tablePartKey,
} from '../../model/keys.ts';
import { type Interposed, interpose, REFUSED } from './interposed.ts';
import { BUCKET, startLake } from './lake.ts';

const FILE = 'movies_metadata.csv';
const MONTH = '2026-08';
const RETAIN_DAYS = 30;
const DAY_MS = 86_400_000;

/** Runs long before everything, in this order. */
const [FIRST, SECOND, THIRD] = ['1', '2', '3'].map((day) => `2026080${day}T060000Z-0000000${day}`) as [
  string,
  string,
  string,
];

let lake: Awaited<ReturnType<typeof startLake>>;
let proxy: Interposed;
let cleanUp: typeof CleanUp.cleanUp;
let lock: typeof Lock;
let s3: typeof S3;

beforeAll(async () => {
  lake = await startLake();
  proxy = await interpose(process.env.AWS_ENDPOINT_URL_S3!);
  process.env.AWS_ENDPOINT_URL_S3 = proxy.endpoint;
  ({ cleanUp } = await import('../../lambdas/clean-up/clean-up.ts'));
  lock = await import('../../lambdas/runtime/lock.ts');
  s3 = await import('../../lambdas/runtime/s3.ts');
});
afterAll(async () => {
  await proxy.close();
  await lake.stop();
});
beforeEach(async () => {
  await clear();
  await putLock(null);
  await commit(FIRST);
});
afterEach(() => proxy.intercept(null));

async function allKeys(): Promise<string[]> {
  return (await Array.fromAsync(s3.listObjects(''))).map(({ key }) => key);
}

async function clear(): Promise<void> {
  const keys = await allKeys();
  for (let at = 0; at < keys.length; at += s3.MAX_DELETES)
    await s3.deleteObjects(keys.slice(at, at + s3.MAX_DELETES));
}

const put = (key: string): Promise<void> => s3.writeObject(key, key, 'text/plain');

/** What a run of the month leaves under its id. */
const left = (run: string) => ({
  raw: [rawKey(FILE, MONTH, run), rawKey('links.csv', MONTH, run)],
  parts: [tablePartKey('genres', MONTH, run, 0), tablePartKey('movies_metadata', MONTH, run, 0)],
  quarantine: [quarantineKey(FILE, MONTH, run, 0)],
  aggregates: [aggregateKey(run, 'years')],
  reports: [planKey(run), partIdsKey(run, FILE, 0), auditReportKey(run)],
  record: [runRecordKey(run)],
});
const allOf = (run: string): string[] => Object.values(left(run)).flat();
const putRun = (run: string) => Promise.all(allOf(run).map(put));

const putLock = (holder: string | null): Promise<void> =>
  s3.writeJson(LOCK_KEY, {
    holder: holder && { execution_arn: `arn:${holder}`, run_id: holder, month: MONTH },
    since: '2026-08-01T06:00:00Z',
    stopped_at: null,
  });

/** Everything of a run, and its commit with the manifests; the raw files may be another run's. */
async function commit(run: string, raw: readonly string[] = left(run).raw): Promise<void> {
  await putRun(run);
  await writeCommit(run, raw);
  await writeManifests(left(run).parts);
}

async function writeCommit(run: string, raw: readonly string[] = left(run).raw): Promise<void> {
  await s3.writeJson(commitKey(MONTH), {
    month: MONTH,
    run_id: run,
    files: raw.map((key) => ({ key })),
    tables: {
      genres: { parts: [{ key: left(run).parts[0] }] },
      movies_metadata: { parts: [{ key: left(run).parts[1] }] },
    },
  });
}

async function writeManifests(parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    const table = part.split('/')[1]!;
    await s3.writeObject(manifestKey(table, MONTH), `s3://${BUCKET}/${part}\n`, 'text/plain');
  }
}

const marker = (slot: Slot, run_id: string): Promise<void> =>
  s3.writeJson(slotMarkerKey(slot), { slot, run_id });

/** The clock of a clean-up this many days from now; what the test has written is that old by then. */
const inDays = (days: number) => (): Date => new Date(Date.now() + days * DAY_MS);
const clean = (days = 100) => cleanUp(RETAIN_DAYS, inDays(days));

describe('cleaning up', () => {
  it('deletes all that an uncommitted run has left but its record, and tells so', async () => {
    await putRun(SECOND);
    const gone = allOf(SECOND).filter((key) => key !== runRecordKey(SECOND));
    const before = await allKeys();

    const report = await clean();

    expect(await allKeys()).toEqual(before.filter((key) => !gone.includes(key)));
    const under = (prefix: string) => gone.filter((key) => key.startsWith(prefix));
    expect(report).toMatchObject({
      runs: [SECOND],
      complete: true,
      deleted: Object.fromEntries(
        [PREFIXES.raw, PREFIXES.tables, PREFIXES.quarantine, PREFIXES.aggregates, PREFIXES.runs].map(
          (prefix) => [prefix, { objects: under(prefix).length, bytes: under(prefix).join('').length }],
        ),
      ),
    });
  });

  it('finds nothing to do a second time', async () => {
    await putRun(SECOND);
    await clean();
    expect(await clean()).toMatchObject({ runs: [], deleted: {}, complete: true });
  });

  it('writes no record for a run that has none', async () => {
    await put(rawKey(FILE, MONTH, SECOND));
    await clean();
    expect((await allKeys()).filter((key) => key.includes(SECOND))).toEqual([]);
  });

  it('keeps the raw files of an older run that a commit from the raw copy names, and nothing else of it', async () => {
    await commit(SECOND, left(FIRST).raw);
    await clean();
    const keys = await allKeys();
    expect(keys.filter((key) => key.includes(FIRST))).toEqual(
      [...left(FIRST).raw, runRecordKey(FIRST)].sort(),
    );
    expect(keys.filter((key) => key.includes(SECOND))).toEqual(
      allOf(SECOND)
        .filter((key) => !left(SECOND).raw.includes(key))
        .sort(),
    );
  });

  it('deletes parts of a committed run that were rewritten before the commit, which names others', async () => {
    const rewritten = tablePartKey('genres', MONTH, FIRST, 7);
    await put(rewritten);
    const before = await allKeys();
    await clean();
    expect(await allKeys()).toEqual(before.filter((key) => key !== rewritten));
  });

  it('keeps reports and statistics of the runs that the slots name', async () => {
    await putRun(SECOND);
    await putRun(THIRD);
    await marker('blue', SECOND);
    await marker('green', THIRD);
    await clean();
    const keys = await allKeys();
    for (const run of [SECOND, THIRD]) {
      const { aggregates, reports, raw } = left(run);
      expect(keys).toEqual(expect.arrayContaining([...aggregates, ...reports]));
      expect(keys).not.toContain(raw[0]);
    }
  });

  it('keeps all of the run that holds the lock, however old it is', async () => {
    await putRun(SECOND);
    await putLock(SECOND);
    await clean();
    expect(await allKeys()).toEqual(expect.arrayContaining(allOf(SECOND)));
  });

  it('keeps everything for as long as the retention says, whatever the runs’ ids say', async () => {
    await putRun(SECOND);
    const before = await allKeys();
    expect(await clean(RETAIN_DAYS - 1)).toMatchObject({ runs: [] });
    expect(await allKeys()).toEqual(before);
    expect(await clean(RETAIN_DAYS + 1)).toMatchObject({ runs: [SECOND] });
  });

  it('keeps what a manifest names that the next commit has yet to mend', async () => {
    await commit(SECOND);
    await writeManifests(left(FIRST).parts);
    await clean();
    expect(await allKeys()).toEqual(expect.arrayContaining([...left(FIRST).parts, ...left(SECOND).parts]));
  });

  it('touches nothing that runs have not made, nor anything that is not theirs alone', async () => {
    const foreign = [
      documentKey('blue', 'v1/stats.json'),
      `${PREFIXES.documents}run=${SECOND}/x`,
      `${PREFIXES.raw}notes/${SECOND}.txt`,
      `${PREFIXES.tables}genres/run=${SECOND}/part-00000.json.gz`,
      `${PREFIXES.runs}${SECOND}`,
      `${PREFIXES.runs}notes.txt`,
      `${PREFIXES.slots}run=${SECOND}/x`,
      `${PREFIXES.locks}${SECOND}/x`,
      `backup/${rawKey(FILE, MONTH, SECOND)}`,
      'top-level',
    ];
    await marker('blue', FIRST);
    await Promise.all(foreign.map(put));
    const before = await allKeys();
    await clean();
    expect(await allKeys()).toEqual(before);
  });

  it('goes on where its time was up, until nothing is left', async () => {
    const parts = Array.from({ length: 1_200 }, (_, part) => tablePartKey('genres', MONTH, SECOND, part));
    await putRun(SECOND);
    for (let at = 0; at < parts.length; at += 100) await Promise.all(parts.slice(at, at + 100).map(put));
    let minutes = 0;
    const ticking = (): Date => new Date(inDays(100)().getTime() + 13 * 60_000 * minutes++);

    const first = await cleanUp(RETAIN_DAYS, ticking);
    expect(first).toMatchObject({
      complete: false,
      deleted: { [PREFIXES.tables]: { objects: s3.MAX_DELETES } },
    });
    const second = await clean();
    expect(second).toMatchObject({ complete: true, deleted: { [PREFIXES.tables]: { objects: 201 } } });
    expect((await allKeys()).filter((key) => key.includes(SECOND))).toEqual([runRecordKey(SECOND)]);
  });
});

describe('cleaning up deletes nothing where', () => {
  it.each([
    ['no month is committed', () => s3.deleteObject(commitKey(MONTH)), 'no month is committed'],
    [
      'the commit of a month with manifests has gone missing',
      async () => {
        await s3.writeObject(manifestKey('genres', '2026-07'), '\n', 'text/plain');
      },
      'months/2026-07.json is missing',
    ],
    ['a commit is no JSON', () => s3.writeObject(commitKey(MONTH), '{"month"', 'text/plain'), 'is no JSON'],
    ['a commit is empty', () => s3.writeObject(commitKey(MONTH), '\n', 'text/plain'), 'is no JSON'],
    [
      'a commit lacks its files',
      () => s3.writeJson(commitKey(MONTH), { month: MONTH, run_id: FIRST }),
      'files',
    ],
    [
      'a commit is another month’s',
      () => s3.writeJson(commitKey(MONTH), { month: '2026-07', run_id: FIRST, files: [], tables: {} }),
      'says that it is the commit of 2026-07',
    ],
    ['something else lies among the commits', () => put(`${PREFIXES.months}notes.txt`), 'is no JSON'],
    ['the lock is missing', () => s3.deleteObject(LOCK_KEY), 'locks/run.json is missing'],
    ['the lock is not understood', () => s3.writeJson(LOCK_KEY, { holder: 'x' }), 'holder'],
    ['a marker is not understood', () => s3.writeJson(slotMarkerKey('green'), {}), 'run_id'],
    [
      'a slot has documents and no marker',
      () => put(documentKey('green', 'v1/stats.json')),
      'slots/green.json is missing',
    ],
    [
      'a manifest names another bucket',
      () => s3.writeObject(manifestKey('genres', MONTH), 's3://elsewhere/x\n', 'text/plain'),
      'not in this bucket',
    ],
    ['something else lies among the manifests', () => put(`${PREFIXES.manifests}genres/x`), 'is no manifest'],
  ])('%s', async (_, damage, why) => {
    await putRun(SECOND);
    await damage();
    const before = await allKeys();

    await expect(clean()).rejects.toMatchObject({
      name: 'CleanUpRefusedError',
      message: expect.stringContaining(why),
    });

    expect(await allKeys()).toEqual(before);
  });
});

/** Lets a clean-up go on to its n-th request, and meet something there. Gives whether it came that far. */
async function atRequest(
  number: number,
  meet: (line: string) => Promise<{ when: 'before' | 'after'; status: number; body: string } | undefined>,
): Promise<{ met: boolean; error: Error | null }> {
  let count = 0;
  proxy.intercept(async ({ line }) => (++count === number ? meet(line) : undefined));
  const error = await clean().then(
    () => null,
    (reason: Error) => reason,
  );
  proxy.intercept(null);
  return { met: count >= number, error };
}

describe('a clean-up that ends at any request', { timeout: 300_000 }, () => {
  it.each(['before', 'after'] as const)('%s it was answered is finished by the next one', async (when) => {
    await commit(SECOND, left(FIRST).raw);
    await clean();
    const expected = await allKeys();
    const gone = allOf(FIRST).filter((key) => !expected.includes(key));

    let number = 0;
    for (let met = true; met; ) {
      number += 1;
      await Promise.all(gone.map(put));
      const outcome = await atRequest(number, async () => ({ when, ...REFUSED }));
      met = outcome.met;
      if (met) expect(outcome.error).toMatchObject({ name: 'AccessDenied' });
      await clean();
      expect(await allKeys(), `ended at request ${number}`).toEqual(expected);
    }
    // Several of every kind: what is needed, lists, deletes of each prefix.
    expect(number).toBeGreaterThan(20);
  });

  it('says which object it could not delete', async () => {
    await putRun(SECOND);
    proxy.intercept(async ({ line }) =>
      line.startsWith('POST')
        ? {
            when: 'before',
            status: 200,
            body: '<DeleteResult><Error><Key>raw_munged/x</Key><Code>AccessDenied</Code><Message>No.</Message></Error></DeleteResult>',
          }
        : undefined,
    );
    await expect(clean()).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/^1 of \d+ objects .* s3:\/\/lake\/raw_munged\/x: No\.$/),
    });
  });
});

describe('while a clean-up is at any of its requests', { timeout: 300_000 }, () => {
  /** A run id of now: of a run that begins while older ones are cleaned up, by the clean-up's clock. */
  const young = (index: number): string =>
    `${inDays(100)().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z-${String(index).padStart(8, '0')}`;

  it('another run may commit the month anew from its raw copy, and finds all that it names', async () => {
    await commit(SECOND, left(FIRST).raw);
    for (let number = 1, met = true; met; number += 1) {
      const run = young(number);
      ({ met } = await atRequest(number, async () => {
        proxy.intercept(null);
        await putLock(run);
        await commit(run, left(FIRST).raw);
        await putLock(null);
        return undefined;
      }));
      await clean();
      const named = met ? left(run).parts : [];
      expect(await allKeys(), `committed at request ${number}`).toEqual(
        expect.arrayContaining([...left(FIRST).raw, ...named]),
      );
    }
  });

  it('an older run that still has the lock may commit, and finds all that it names', async () => {
    await putRun(SECOND);
    await putLock(SECOND);
    for (let number = 1, met = true; met; number += 1) {
      ({ met } = await atRequest(number, async () => {
        await lock.assertLock(`arn:${SECOND}`);
        await writeCommit(SECOND);
        await writeManifests(left(SECOND).parts);
        await putLock(null);
        return undefined;
      }));
      expect(await allKeys(), `committed at request ${number}`).toEqual(
        expect.arrayContaining(allOf(SECOND)),
      );
      await putLock(SECOND);
      await commit(FIRST);
    }
  });

  it('a commit that people bring back before it looks again is not robbed of its files', async () => {
    await commit(SECOND);
    let lists = 0;
    proxy.intercept(async ({ line }) => {
      // The first list of tables: what is needed has been read, and nothing deleted.
      if (line.includes(`prefix=${encodeURIComponent(PREFIXES.tables)}`) && ++lists === 1) {
        proxy.intercept(null);
        await writeCommit(FIRST);
        await writeManifests(left(FIRST).parts);
      }
      return undefined;
    });
    await clean();
    expect(lists).toBe(1);
    const { raw, parts, quarantine, reports } = left(FIRST);
    expect(await allKeys()).toEqual(expect.arrayContaining([...raw, ...parts, ...quarantine, ...reports]));
  });
});

it('Whatever lies in the bucket, what is named stays and the rest of old runs goes', {
  timeout: 300_000,
}, async () => {
  const ids = [FIRST, SECOND, THIRD];
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        runs: fc.subarray(ids),
        committed: fc.constantFrom(...ids),
        raw: fc.constantFrom(...ids),
        blue: fc.option(fc.constantFrom(...ids)),
        holder: fc.option(fc.constantFrom(...ids)),
      }),
      async ({ runs, committed, raw, blue, holder }) => {
        await clear();
        await Promise.all(runs.map(putRun));
        await Promise.all(left(raw).raw.map(put));
        await commit(committed, left(raw).raw);
        await putLock(holder);
        if (blue) await marker('blue', blue);

        await clean();

        const keys = new Set(await allKeys());
        const needed = new Set([...left(raw).raw, ...left(committed).parts]);
        for (const run of ids) {
          const { quarantine, reports, aggregates, record } = left(run);
          if (run === committed || run === blue)
            for (const key of [...quarantine, ...reports, ...aggregates]) needed.add(key);
          if (run === holder) for (const key of allOf(run)) needed.add(key);
          for (const key of record) needed.add(key);
        }
        const there = new Set([committed, ...runs].flatMap(allOf)).union(new Set(left(raw).raw));
        for (const key of there) expect(keys.has(key), key).toBe(needed.has(key));
      },
    ),
    { numRuns: 15 },
  );
});
