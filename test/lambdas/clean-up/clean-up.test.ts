import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentKey, PREFIXES, rawKey, runRecordKey, tablePartKey } from '../../../model/keys.ts';
import {
  allOf,
  cleanUpLake,
  FILE,
  FIRST,
  inDays,
  left,
  MONTH,
  RETAIN_DAYS,
  SECOND,
  THIRD,
} from './bucket.ts';

const lake = cleanUpLake();

describe('cleaning up', () => {
  it('deletes all that an uncommitted run has left but its record, and tells so', async () => {
    await lake.putRun(SECOND);
    const gone = allOf(SECOND).filter((key) => key !== runRecordKey(SECOND));
    const before = await lake.allKeys();

    const report = await lake.clean();

    expect(await lake.allKeys()).toEqual(before.filter((key) => !gone.includes(key)));
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
    await lake.putRun(SECOND);
    await lake.clean();
    expect(await lake.clean()).toMatchObject({ runs: [], deleted: {}, complete: true });
  });

  it('writes no record for a run that has none', async () => {
    await lake.put(rawKey(FILE, MONTH, SECOND));
    await lake.clean();
    expect((await lake.allKeys()).filter((key) => key.includes(SECOND))).toEqual([]);
  });

  it('keeps the raw files of an older run that a commit from the raw copy names, and nothing else of it', async () => {
    await lake.commit(SECOND, left(FIRST).raw);
    await lake.clean();
    const keys = await lake.allKeys();
    expect(keys.filter((key) => key.includes(FIRST))).toEqual(
      [...left(FIRST).raw, runRecordKey(FIRST)].sort(),
    );
    expect(keys.filter((key) => key.includes(SECOND))).toEqual(
      allOf(SECOND)
        .filter((key) => !left(SECOND).raw.includes(key))
        .sort(),
    );
  });

  it('deletes what a month had that was removed, though no other month is there, and keeps the removal’s reports', async () => {
    await lake.remove(SECOND);
    await lake.clean();
    const keys = await lake.allKeys();
    const { quarantine, aggregates, reports, record } = left(SECOND);
    expect(keys.filter((key) => key.includes(FIRST))).toEqual([runRecordKey(FIRST)]);
    expect(keys).toEqual(expect.arrayContaining([...quarantine, ...aggregates, ...reports, ...record]));
  });

  it('keeps what a removed month had for as long as the retention says, so that it can be brought back', async () => {
    await lake.remove(SECOND);
    const before = await lake.allKeys();
    await lake.clean(RETAIN_DAYS - 1);
    expect(await lake.allKeys()).toEqual(before);
    // As people bring it back: the commit's older version is made the newest again.
    await lake.writeCommit(FIRST);
    await lake.clean();
    expect(await lake.allKeys()).toEqual(expect.arrayContaining([...left(FIRST).raw, ...left(FIRST).parts]));
  });

  it('deletes parts of a committed run that were rewritten before the commit, which names others', async () => {
    const rewritten = tablePartKey('genres', MONTH, FIRST, 7);
    await lake.put(rewritten);
    const before = await lake.allKeys();
    await lake.clean();
    expect(await lake.allKeys()).toEqual(before.filter((key) => key !== rewritten));
  });

  it('keeps reports and statistics of the runs that the slots name', async () => {
    await lake.putRun(SECOND);
    await lake.putRun(THIRD);
    await lake.marker('blue', SECOND);
    await lake.marker('green', THIRD);
    await lake.clean();
    const keys = await lake.allKeys();
    for (const run of [SECOND, THIRD]) {
      const { aggregates, reports, raw } = left(run);
      expect(keys).toEqual(expect.arrayContaining([...aggregates, ...reports]));
      expect(keys).not.toContain(raw[0]);
    }
  });

  it('keeps all of the run that holds the lake.lock, however old it is', async () => {
    await lake.putRun(SECOND);
    await lake.putLock(SECOND);
    await lake.clean();
    expect(await lake.allKeys()).toEqual(expect.arrayContaining(allOf(SECOND)));
  });

  it('keeps everything for as long as the retention says, whatever the runs’ ids say', async () => {
    await lake.putRun(SECOND);
    const before = await lake.allKeys();
    expect(await lake.clean(RETAIN_DAYS - 1)).toMatchObject({ runs: [] });
    expect(await lake.allKeys()).toEqual(before);
    expect(await lake.clean(RETAIN_DAYS + 1)).toMatchObject({ runs: [SECOND] });
  });

  it('keeps what a manifest names that the next commit has yet to mend', async () => {
    await lake.commit(SECOND);
    await lake.writeManifests(left(FIRST).parts);
    await lake.clean();
    expect(await lake.allKeys()).toEqual(
      expect.arrayContaining([...left(FIRST).parts, ...left(SECOND).parts]),
    );
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
    await lake.marker('blue', FIRST);
    await Promise.all(foreign.map(lake.put));
    const before = await lake.allKeys();
    await lake.clean();
    expect(await lake.allKeys()).toEqual(before);
  });

  it('goes on where its time was up, until nothing is left', async () => {
    const parts = Array.from({ length: 1_200 }, (_, part) => tablePartKey('genres', MONTH, SECOND, part));
    await lake.putRun(SECOND);
    for (let at = 0; at < parts.length; at += 100) await Promise.all(parts.slice(at, at + 100).map(lake.put));
    let minutes = 0;
    const ticking = (): Date => new Date(inDays(100)().getTime() + 13 * 60_000 * minutes++);

    const first = await lake.cleanUp(RETAIN_DAYS, ticking);
    expect(first).toMatchObject({
      complete: false,
      deleted: { [PREFIXES.tables]: { objects: lake.s3.MAX_DELETES } },
    });
    const second = await lake.clean();
    expect(second).toMatchObject({ complete: true, deleted: { [PREFIXES.tables]: { objects: 201 } } });
    expect((await lake.allKeys()).filter((key) => key.includes(SECOND))).toEqual([runRecordKey(SECOND)]);
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
        await lake.clear();
        await Promise.all(runs.map(lake.putRun));
        await Promise.all(left(raw).raw.map(lake.put));
        await lake.commit(committed, left(raw).raw);
        await lake.putLock(holder);
        if (blue) await lake.marker('blue', blue);

        await lake.clean();

        const keys = new Set(await lake.allKeys());
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
