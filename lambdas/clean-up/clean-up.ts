import type { ListedObject } from '../../aws/bucket.ts';
import { PREFIXES, RUN_AREAS, type RunArea } from '../../model/keys.ts';
import type { CleanUpReport } from '../../model/runs/reports.ts';
import { logger } from '../runtime/log.ts';
import { deleteObjects, listObjects, MAX_DELETES } from '../runtime/s3.ts';
import { timing } from '../runtime/steps.ts';
import { cleanDownloads } from './downloads.ts';
import { readNeeded, renewed } from './references.ts';
import { createJudge } from './retention.ts';

const DAY_MS = 86_400_000;
/** A function has 15 minutes; what isn't done by then is left to the next clean-up. */
const TIME_MS = 12 * 60_000;

/**
 * Deletes what runs have left that no commit and no slot names, once it is older than the retention, and the files to
 * take away that no slot lists ({@link cleanDownloads}). Reports go last: they tell what the rest was. A repeat, after a crash at any point, ends in the same state.
 *
 * It runs when the lock is free again, so another run may be at work, and may commit while this deletes. That run loses
 * nothing: a commit can name only what its own run has written, which is younger than the retention (a run is ended by
 * its time-out long before), and raw files that the month's commit before it names. The lock lets no other commit come
 * between these two, so whichever of both is read here, its keys cover what the new one takes over. An execution that
 * is started again days after it was stopped may have an old id, but it can commit only if the lock is still its own,
 * and then nothing of it is touched. What people change by hand, such as a commit brought back from an older version,
 * is noticed too: before each delete it is asked whether anything that says what is needed has changed since.
 */
export async function cleanUp(retainDays: number, now: () => Date): Promise<CleanUpReport> {
  const began = now();
  const retainedFrom = new Date(began.getTime() - retainDays * DAY_MS);
  const judge = createJudge(retainedFrom);
  let needed = await readNeeded();
  // Before anything is judged: a run that took long is as young as its last report.
  for await (const report of listObjects(PREFIXES.runs)) judge.note('runs', report);

  const runs = new Set<string>();
  const deleted: Record<string, { objects: number; bytes: number }> = {};

  async function deleteBatch(area: RunArea, listed: readonly ListedObject[]): Promise<void> {
    needed = await renewed(needed);
    const batch = listed.flatMap((object) => {
      const run = judge.deletableRun(area, object, needed);
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

  /** Gives false where the time was up first. */
  async function cleanArea(area: RunArea): Promise<boolean> {
    let batch: ListedObject[] = [];
    for await (const object of listObjects(PREFIXES[area])) {
      if (judge.deletableRun(area, object, needed) === null) continue;
      batch.push(object);
      if (batch.length < MAX_DELETES) continue;
      await deleteBatch(area, batch);
      batch = [];
      if (now().getTime() - began.getTime() > TIME_MS) return false;
    }
    if (batch.length > 0) await deleteBatch(area, batch);
    return true;
  }

  const downloads = await cleanDownloads(retainedFrom, needed);
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
