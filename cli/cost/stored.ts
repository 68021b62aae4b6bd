import { PREFIXES, slotFolder } from '../../model/keys.ts';
import type { Target } from '../shared/target.ts';
import type { StorageUsage } from './estimate.ts';

/** Sizes of stored objects, from a listing of the whole bucket. */
export interface Stored {
  readonly storage: StorageUsage;
  /** The average document of the live release in bytes; 0 without a release. */
  readonly document_bytes: number;
  /** The average download in bytes; 0 if there is none. */
  readonly download_bytes: number;
}

interface Sum {
  objects: number;
  bytes: number;
}
const average = ({ objects, bytes }: Sum): number => (objects === 0 ? 0 : bytes / objects);

/** Lists the whole bucket, without earlier versions of objects. */
export async function readStored({ clients }: Target): Promise<Stored> {
  const live = await clients.stage.readLiveSlot();
  const storage = { standard_bytes: 0, archived_bytes: 0 };
  const documents: Sum = { objects: 0, bytes: 0 };
  const downloads: Sum = { objects: 0, bytes: 0 };
  for await (const { key, bytes, storage_class } of clients.bucket.listObjects('')) {
    storage[storage_class === 'STANDARD' ? 'standard_bytes' : 'archived_bytes'] += bytes;
    if (live !== null && key.startsWith(slotFolder(live))) add(documents, bytes);
    if (key.startsWith(PREFIXES.downloads)) add(downloads, bytes);
  }
  return { storage, document_bytes: average(documents), download_bytes: average(downloads) };
}

function add(sum: Sum, bytes: number): void {
  sum.objects += 1;
  sum.bytes += bytes;
}
