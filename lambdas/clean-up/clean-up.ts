import type { ListedObject } from '../../aws/bucket.ts';
import { PREFIXES, RUN_AREAS, type RunArea } from '../../model/keys.ts';
import type { CleanUpReport } from '../../model/runs/reports.ts';
import { logger } from '../runtime/log.ts';
import { deleteObjects, listObjects, MAX_DELETES } from '../runtime/s3.ts';
import { timing } from '../runtime/steps.ts';
import { cleanDownloads } from './downloads.ts';
import { readReferences, refreshReferences } from './references.ts';
import { createRetention } from './retention.ts';

const DAY_MS = 86_400_000;
/** The function has 15 minutes; the next clean-up continues where this one ends. */
const TIME_MS = 12 * 60_000;

/**
 * Mark and sweep: deletes objects of runs that no commit and no slot references, once they are older than the retention
 * time, and downloads that no slot lists ({@link cleanDownloads}). Reports are deleted last, because they describe the
 * other objects. A repeat after a crash at any point ends in the same state.
 *
 * The lock is free while this runs, so another run may commit during the sweep. That run loses nothing. Its commit can
 * reference only two kinds of objects: those that the run itself wrote, which are younger than the retention time (a
 * run's time-out is much shorter), and raw files of the month's previous commit. Because of the lock no other commit can
 * happen between these two, so the references read here, from either of them, include those raw files. An execution that
 * is restarted days after it was stopped may have an old id, but it can commit only while it holds the lock, and objects
 * of the lock's holder are never deleted. Manual changes, such as a restored older version of a commit, are detected too:
 * before each deletion the references are read again if an object that contains references has changed.
 */
export async function cleanUp(retainDays: number, now: () => Date): Promise<CleanUpReport> {
  const began = now();
  const retainedFrom = new Date(began.getTime() - retainDays * DAY_MS);
  const retention = createRetention(retainedFrom);
  let references = await readReferences();
  // All reports are listed before any object is deleted, because the last report of a long run is its last activity.
  for await (const report of listObjects(PREFIXES.runs)) retention.record('runs', report);

  const runs = new Set<string>();
  const deleted: Record<string, { objects: number; bytes: number }> = {};

  async function deleteBatch(area: RunArea, listed: readonly ListedObject[]): Promise<void> {
    references = await refreshReferences(references);
    const batch = listed.flatMap((object) => {
      const run = retention.deletableRun(area, object, references);
      return run === null ? [] : [{ ...object, run }];
    });
    await deleteObjects(batch.map(({ key }) => key));
    const tally = deleted[PREFIXES[area]] ?? { objects: 0, bytes: 0 };
    deleted[PREFIXES[area]] = tally;
    for (const { run, bytes } of batch) {
      runs.add(run);
      tally.objects += 1;
      tally.bytes += bytes;
    }
    logger.info('deleted', { prefix: PREFIXES[area], ...tally, runs: runs.size });
  }

  /** Returns false if the time is up before the area is clean. */
  async function cleanArea(area: RunArea): Promise<boolean> {
    let batch: ListedObject[] = [];
    for await (const object of listObjects(PREFIXES[area])) {
      if (retention.deletableRun(area, object, references) === null) continue;
      batch.push(object);
      if (batch.length < MAX_DELETES) continue;
      await deleteBatch(area, batch);
      batch = [];
      if (now().getTime() - began.getTime() > TIME_MS) return false;
    }
    if (batch.length > 0) await deleteBatch(area, batch);
    return true;
  }

  const downloads = await cleanDownloads(retainedFrom, references);
  if (downloads.objects > 0) {
    deleted[PREFIXES.downloads] = { objects: downloads.objects, bytes: downloads.bytes };
    logger.info('deleted', { prefix: PREFIXES.downloads, ...downloads });
  }
  let complete = true;
  for (const area of RUN_AREAS) {
    complete = await cleanArea(area);
    if (!complete) break;
  }
  return {
    retained_from: retainedFrom.toISOString(),
    runs: [...runs].sort(),
    deleted,
    complete: complete && downloads.complete,
    ...timing(began, now()),
  };
}
