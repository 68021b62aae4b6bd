import type { ListedObject } from '../../aws/bucket.ts';
import { ownerOf, type RunArea, runRecordKey } from '../../model/keys.ts';
import { runStart } from '../../model/runs/run.ts';
import type { Needed } from './references.ts';

/** What the age of an object and the need for it are judged by. */
export type JudgedObject = Pick<ListedObject, 'key' | 'modified'>;

/** Judges objects one by one, and remembers what they tell of their runs. */
export interface Judge {
  /** Notes when a run was at work, without judging. */
  note(area: RunArea, object: JudgedObject): void;
  /** The run that an object can be deleted of; null for an object that must stay. */
  deletableRun(area: RunArea, object: JudgedObject, needed: Needed): string | null;
}

/**
 * A run is as old as its last sign: its beginning, the newest of its objects seen so far, or the commit of its month.
 * The commit, because it may have taken the place of this run's: until the retention has passed since, people can go
 * back to the older one, and SQL engines that had begun with it can finish. What has a sign from `retainedFrom` on stays.
 */
export function createJudge(retainedFrom: Date): Judge {
  const lastSigns = new Map<string, number>();

  function note(area: RunArea, { key, modified }: JudgedObject, commits?: Needed['commits']): Sign | null {
    const owner = ownerOf(area, key);
    const start = owner && runStart(owner.runId);
    // What isn't built like a key of ours was put there by somebody else.
    if (owner === null || start === null) return null;
    const committed = owner.month === null ? undefined : commits?.get(owner.month);
    const last = Math.max(
      lastSigns.get(owner.runId) ?? start.getTime(),
      modified.getTime(),
      committed?.getTime() ?? 0,
    );
    lastSigns.set(owner.runId, last);
    return { runId: owner.runId, last };
  }

  return {
    note(area, object) {
      note(area, object);
    },
    deletableRun(area, object, needed) {
      const sign = note(area, object, needed.commits);
      if (sign === null || sign.last >= retainedFrom.getTime()) return null;
      return isNeeded(area, object.key, sign.runId, needed) ? null : sign.runId;
    },
  };
}

interface Sign {
  readonly runId: string;
  /** In milliseconds since 1970. */
  readonly last: number;
}

/**
 * Raw files and parts go by the keys that commits name, never by run ids: a month that was run again from its raw copy
 * names files of an older run, and parts that were rewritten before the commit are named by nobody.
 */
function isNeeded(area: RunArea, key: string, runId: string, { keys, runs, holder }: Needed): boolean {
  if (runId === holder) return true;
  if (area === 'raw' || area === 'tables') return keys.has(key);
  // The record of a run is its history: a few kilobytes, kept for good.
  return runs.has(runId) || key === runRecordKey(runId);
}
