import type { ListedObject } from '../../aws/bucket.ts';
import { isDownloadKey, PREFIXES } from '../../model/keys.ts';
import { deleteObjects, listObjects, MAX_DELETES } from '../runtime/s3.ts';
import { type References, refreshReferences } from './references.ts';

/** The downloads that were deleted. */
export interface DeletedDownloads {
  readonly objects: number;
  readonly bytes: number;
  /** False if a run was in progress: the next clean-up tries again. */
  readonly complete: boolean;
}

/**
 * Deletes the downloads that neither slot lists, once they are older than the retention time.
 *
 * The key of a download is the hash of its bytes, so a run may produce an old, unlisted file again while this deletes it.
 * Such a run holds the lock from its first to its last step and checks the file in its export step: a file that is older
 * than a day is written again. Three cases cover every moment at which the run may take the lock:
 * - The run takes the lock before the references were read here for the last time. The held lock is seen, and nothing is
 *   deleted. If the run has already ended, either its slot lists the file and the slot was read here, or the run failed and the
 *   file is not needed.
 * - The run takes the lock later. It reaches its export step after several other functions, seconds later at least, while
 *   here the deletion follows immediately. If the deletion is delayed nevertheless: fill checks all files again before it
 *   marks its slot complete, the run fails if one is missing, and its repeat writes the file.
 * - The run found the file younger than a day and kept it. Then the file can't be old here while that run lasts,
 *   because the settings require the retention time to be a day longer than a run.
 */
export async function cleanDownloads(retainedFrom: Date, first: References): Promise<DeletedDownloads> {
  let references = first;
  let objects = 0;
  let bytes = 0;
  const isOld = ({ key, modified }: ListedObject): boolean =>
    isDownloadKey(key) && modified.getTime() < retainedFrom.getTime();

  /** Returns false if a run is in progress. */
  async function deleteBatch(listed: readonly ListedObject[]): Promise<boolean> {
    references = await refreshReferences(references);
    if (references.holder !== null) return false;
    const batch = listed.filter(({ key }) => !references.downloads.has(key));
    await deleteObjects(batch.map(({ key }) => key));
    objects += batch.length;
    bytes += batch.reduce((sum, object) => sum + object.bytes, 0);
    return true;
  }

  let batch: ListedObject[] = [];
  let complete = true;
  for await (const object of listObjects(PREFIXES.downloads)) {
    if (!isOld(object) || references.downloads.has(object.key)) continue;
    batch.push(object);
    if (batch.length < MAX_DELETES) continue;
    complete = await deleteBatch(batch);
    batch = [];
    if (!complete) break;
  }
  if (complete && batch.length > 0) complete = await deleteBatch(batch);
  return { objects, bytes, complete };
}
