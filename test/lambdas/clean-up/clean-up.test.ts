import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentKey, PREFIXES, rawKey, runRecordKey, tablePartKey } from '../../../model/keys.ts';
import {
  allOf,
  FILE,
  FIRST,
  inDays,
  keysOf,
  MONTH,
  RETAIN_DAYS,
  SECOND,
  startCleanUpBucket,
  THIRD,
} from './bucket.ts';

const lake = startCleanUpBucket();

describe('Clean-up', () => {
  it('deletes all objects of an uncommitted run but its record, and reports them', async () => {
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

  it('deletes nothing when repeated', async () => {
    await lake.putRun(SECOND);
    await lake.clean();
    expect(await lake.clean()).toMatchObject({ runs: [], deleted: {}, complete: true });
  });

  it('writes no record for a run that has none', async () => {
    await lake.put(rawKey(FILE, MONTH, SECOND));
    await lake.clean();
    expect((await lake.allKeys()).filter((key) => key.includes(SECOND))).toEqual([]);
  });

  it('keeps only the raw files of an older run that a later commit references, and its record', async () => {
    await lake.commit(SECOND, keysOf(FIRST).raw);
    await lake.clean();
    const keys = await lake.allKeys();
    expect(keys.filter((key) => key.includes(FIRST))).toEqual(
      [...keysOf(FIRST).raw, runRecordKey(FIRST)].sort(),
    );
    expect(keys.filter((key) => key.includes(SECOND))).toEqual(
      allOf(SECOND)
        .filter((key) => !keysOf(SECOND).raw.includes(key))
        .sort(),
    );
  });

  it('deletes the objects of a removed month, even of the only month, and keeps the reports of the removal', async () => {
    await lake.remove(SECOND);
    await lake.clean();
    const keys = await lake.allKeys();
    const { quarantine, aggregates, reports, record } = keysOf(SECOND);
    expect(keys.filter((key) => key.includes(FIRST))).toEqual([runRecordKey(FIRST)]);
    expect(keys).toEqual(expect.arrayContaining([...quarantine, ...aggregates, ...reports, ...record]));
  });

  it('keeps the objects of a removed month for the retention time, so that the month can be restored', async () => {
    await lake.remove(SECOND);
    const before = await lake.allKeys();
    await lake.clean(RETAIN_DAYS - 1);
    expect(await lake.allKeys()).toEqual(before);
    // Restored as operators do it: the older version of the commit becomes the newest again.
    await lake.writeCommit(FIRST);
    await lake.clean();
    expect(await lake.allKeys()).toEqual(
      expect.arrayContaining([...keysOf(FIRST).raw, ...keysOf(FIRST).parts]),
    );
  });

  it('deletes parts of a committed run that were replaced before the commit', async () => {
    const rewritten = tablePartKey('genres', MONTH, FIRST, 7);
    await lake.put(rewritten);
    const before = await lake.allKeys();
    await lake.clean();
    expect(await lake.allKeys()).toEqual(before.filter((key) => key !== rewritten));
  });

  it('keeps reports and statistics of the runs in the slots', async () => {
    await lake.putRun(SECOND);
    await lake.putRun(THIRD);
    await lake.marker('blue', SECOND);
    await lake.marker('green', THIRD);
    await lake.clean();
    const keys = await lake.allKeys();
    for (const run of [SECOND, THIRD]) {
      const { aggregates, reports, raw } = keysOf(run);
      expect(keys).toEqual(expect.arrayContaining([...aggregates, ...reports]));
      expect(keys).not.toContain(raw[0]);
    }
  });

  it('keeps all objects of the run that holds the lock, however old it is', async () => {
    await lake.putRun(SECOND);
    await lake.putLock(SECOND);
    await lake.clean();
    expect(await lake.allKeys()).toEqual(expect.arrayContaining(allOf(SECOND)));
  });

  it('keeps every object for the retention time, whatever the age of its run id', async () => {
    await lake.putRun(SECOND);
    const before = await lake.allKeys();
    expect(await lake.clean(RETAIN_DAYS - 1)).toMatchObject({ runs: [] });
    expect(await lake.allKeys()).toEqual(before);
    expect(await lake.clean(RETAIN_DAYS + 1)).toMatchObject({ runs: [SECOND] });
  });

  it('keeps the parts in a manifest that the next commit has yet to update', async () => {
    await lake.commit(SECOND);
    await lake.writeManifests(keysOf(FIRST).parts);
    await lake.clean();
    expect(await lake.allKeys()).toEqual(
      expect.arrayContaining([...keysOf(FIRST).parts, ...keysOf(SECOND).parts]),
    );
  });

  it('keeps objects that were not written by runs or are shared between runs', async () => {
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

  it('continues where its time was up, until nothing is left', async () => {
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

it('Clean-up deletes exactly the unreferenced objects of old runs, for random buckets', {
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
        await Promise.all(keysOf(raw).raw.map(lake.put));
        await lake.commit(committed, keysOf(raw).raw);
        await lake.putLock(holder);
        if (blue) await lake.marker('blue', blue);

        await lake.clean();

        const keys = new Set(await lake.allKeys());
        const referenced = new Set([...keysOf(raw).raw, ...keysOf(committed).parts]);
        for (const run of ids) {
          const { quarantine, reports, aggregates, record } = keysOf(run);
          if (run === committed || run === blue)
            for (const key of [...quarantine, ...reports, ...aggregates]) referenced.add(key);
          if (run === holder) for (const key of allOf(run)) referenced.add(key);
          for (const key of record) referenced.add(key);
        }
        const written = new Set([committed, ...runs].flatMap(allOf)).union(new Set(keysOf(raw).raw));
        for (const key of written) expect(keys.has(key), key).toBe(referenced.has(key));
      },
    ),
    { numRuns: 15 },
  );
});
