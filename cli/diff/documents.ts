import type { Bucket } from '../../aws/bucket.ts';
import { compareWithSlot, createTally, listSlot } from '../../aws/slot-changes.ts';
import type { Slot } from '../../model/keys.ts';
import type { DocumentChanges } from '../../model/runs/reports.ts';

/** Counts the documents that differ between two slots, by the ETags in S3's listings. */
export async function compareDocuments(bucket: Bucket, from: Slot, to: Slot): Promise<DocumentChanges> {
  const tally = createTally();
  for await (const { kind } of compareWithSlot(bucket, listSlot(bucket, to), from)) tally.add(kind);
  return tally.counts();
}
