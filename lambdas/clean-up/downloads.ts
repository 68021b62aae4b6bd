import type { ListedObject } from '../../aws/bucket.ts';
import { isDownloadKey, PREFIXES } from '../../model/keys.ts';
import { deleteObjects, listObjects, MAX_DELETES } from '../runtime/s3.ts';
import { type Needed, renewed } from './references.ts';

/** What went of the files to take away. */
export interface DeletedDownloads {
  readonly objects: number;
  readonly bytes: number;
  /** False where a run was at work: then the next clean-up looks again. */
  readonly complete: boolean;
}

/**
 * Deletes the files to take away that neither slot lists, once they are older than the retention.
 *
 * Their addresses come from their bytes, so another run may make a file again that lies here, old and listed by nobody,
 * while this deletes. Such a run holds the lock from its first step to its last, and looks at the file in its export. Where
 * the file is older than a day there, the run writes it again. So, whenever that run took the lock:
 * - Before what is needed was read here for the last time: the lock is seen, and nothing is deleted at all. If the run had
 *   ended again by then, its slot is read and lists the file, or it failed and nobody needs it.
 * - Afterwards: it comes to its export by other steps, each a function of its own, seconds later at the very least, while
 *   here nothing stands between that last look and the one request that deletes. And if this request should be so late:
 *   fill looks for all files again before it calls its slot complete, and the run fails where one is gone. Its repeat
 *   makes the file again.
 * - A file that the run has found younger than a day, and left as it was, is not old here for as long as the run may take:
 *   the settings give the retention a day more than that.
 */
export async function cleanDownloads(retainedFrom: Date, first: Needed): Promise<DeletedDownloads> {
  let needed = first;
  let objects = 0;
  let bytes = 0;
  const isOld = ({ key, modified }: ListedObject): boolean =>
    isDownloadKey(key) && modified.getTime() < retainedFrom.getTime();

  /** Gives false where a run is at work. */
  async function deleteBatch(listed: readonly ListedObject[]): Promise<boolean> {
    needed = await renewed(needed);
    if (needed.holder !== null) return false;
    const batch = listed.filter(({ key }) => !needed.downloads.has(key));
    await deleteObjects(batch.map(({ key }) => key));
    objects += batch.length;
    bytes += batch.reduce((sum, object) => sum + object.bytes, 0);
    return true;
  }

  let batch: ListedObject[] = [];
  let complete = true;
  for await (const object of listObjects(PREFIXES.downloads)) {
    if (!isOld(object) || needed.downloads.has(object.key)) continue;
    batch.push(object);
    if (batch.length < MAX_DELETES) continue;
    complete = await deleteBatch(batch);
    batch = [];
    if (!complete) break;
  }
  if (complete && batch.length > 0) complete = await deleteBatch(batch);
  return { objects, bytes, complete };
}
