import { type Slot, slotFolder } from '../../model/keys.ts';
import type { DocumentChanges } from '../../model/runs/reports.ts';
import { type Lake, type ListedObject, listObjects } from '../shared/objects.ts';

/** Counts what differs between the documents of two slots, by what S3 lists of them: both come in the order of their keys. */
export async function compareDocuments(lake: Lake, from: Slot, to: Slot): Promise<DocumentChanges> {
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
  const before = listObjects(lake, slotFolder(from));
  const pathOf = ({ key }: ListedObject, slot: Slot): string => key.slice(slotFolder(slot).length);
  let other = await before.next();
  for await (const object of listObjects(lake, slotFolder(to))) {
    const path = pathOf(object, to);
    for (; !other.done && pathOf(other.value, from) < path; other = await before.next()) counts.removed += 1;
    if (other.done || pathOf(other.value, from) > path) counts.added += 1;
    else {
      counts[other.value.etag === object.etag ? 'unchanged' : 'changed'] += 1;
      other = await before.next();
    }
  }
  for (; !other.done; other = await before.next()) counts.removed += 1;
  return counts;
}
