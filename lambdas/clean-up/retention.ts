import type { ListedObject } from '../../aws/bucket.ts';
import { ownerOf, type RunArea, runRecordKey } from '../../model/keys.ts';
import { runStart } from '../../model/runs/run.ts';
import type { References } from './references.ts';

/** The properties of an object that decide whether it is deleted. */
export type RunObject = Pick<ListedObject, 'key' | 'modified'>;

/** Decides which objects of runs are deleted, and keeps the latest activity of each run. */
export interface Retention {
  /** Records the activity of a run that an object proves. */
  record(area: RunArea, object: RunObject): void;
  /** The id of the run whose object can be deleted; null for an object that is retained. */
  deletableRun(area: RunArea, object: RunObject, references: References): string | null;
}

/**
 * A run is as old as its last activity: its start, the newest of its objects so far, or the current commit of its month.
 * The commit counts because it may have replaced this run's: until the retention time has passed since then, operators can
 * restore the older commit, and SQL engines that began to read it can finish. Activity from `retainedFrom` on retains the run.
 */
export function createRetention(retainedFrom: Date): Retention {
  const lastActivity = new Map<string, number>();

  function record(area: RunArea, { key, modified }: RunObject, commits?: References['commits']) {
    const owner = ownerOf(area, key);
    const start = owner && runStart(owner.runId);
    // This service doesn't build keys of this form, so something else wrote the object.
    if (owner === null || start === null) return null;
    const committed = owner.month === null ? undefined : commits?.get(owner.month);
    const last = Math.max(
      lastActivity.get(owner.runId) ?? start.getTime(),
      modified.getTime(),
      committed?.getTime() ?? 0,
    );
    lastActivity.set(owner.runId, last);
    return { runId: owner.runId, last };
  }

  return {
    record(area, object) {
      record(area, object);
    },
    deletableRun(area, object, references) {
      const activity = record(area, object, references.commits);
      if (activity === null || activity.last >= retainedFrom.getTime()) return null;
      return isReferenced(area, object.key, activity.runId, references) ? null : activity.runId;
    },
  };
}

/**
 * Raw files and parts are referenced by key, not by run: a month that was run again from its raw copy references files
 * of an older run, and parts that were rewritten before the commit are not referenced at all.
 */
function isReferenced(
  area: RunArea,
  key: string,
  runId: string,
  { keys, runs, holder }: References,
): boolean {
  if (runId === holder) return true;
  if (area === 'raw' || area === 'tables') return keys.has(key);
  // The record of a run is kept forever: it is the run history, a few kilobytes each.
  return runs.has(runId) || key === runRecordKey(runId);
}
