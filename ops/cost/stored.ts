import { paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { liveSlot } from '../../local/commands/lake.ts';
import { PREFIXES, type Slot, slotFolder } from '../../model/keys.ts';
import type { Target } from '../commands/target.ts';
import type { StorageUsage } from './estimate.ts';

/** What a listing of the whole bucket tells. */
export interface Stored {
  readonly storage: StorageUsage;
  /** Of a document of the live release on average, in bytes; 0 where nothing is released. */
  readonly document_bytes: number;
  /** Of a file to take away on average, in bytes; 0 where there is none. */
  readonly download_bytes: number;
}

/** Classes that cost what Standard does. */
const STANDARD = new Set([undefined, 'STANDARD']);

interface Sum {
  objects: number;
  bytes: number;
}
const average = ({ objects, bytes }: Sum): number => (objects === 0 ? 0 : bytes / objects);

/** Lists the whole bucket. Earlier versions of objects aren't in it. */
export async function readStored({ clients, names }: Target): Promise<Stored> {
  const live = (await liveSlot(clients, names)) as Slot | null;
  const storage = { standard_bytes: 0, archived_bytes: 0 };
  const documents: Sum = { objects: 0, bytes: 0 };
  const downloads: Sum = { objects: 0, bytes: 0 };
  const pages = paginateListObjectsV2({ client: clients.s3 }, { Bucket: names.bucket });
  for await (const { Contents = [] } of pages) {
    for (const { Key = '', Size = 0, StorageClass } of Contents) {
      storage[STANDARD.has(StorageClass) ? 'standard_bytes' : 'archived_bytes'] += Size;
      if (live !== null && Key.startsWith(slotFolder(live))) add(documents, Size);
      if (Key.startsWith(PREFIXES.downloads)) add(downloads, Size);
    }
  }
  return { storage, document_bytes: average(documents), download_bytes: average(downloads) };
}

function add(sum: Sum, bytes: number): void {
  sum.objects += 1;
  sum.bytes += bytes;
}
