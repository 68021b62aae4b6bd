import { createHash } from 'node:crypto';
import { type Slot, slotFolder } from '../model/keys.ts';
import type { DocumentChanges } from '../model/runs/reports.ts';
import type { Bucket } from './bucket.ts';

/** A document by its path within a slot and the MD5 of its body in hex. */
export interface SlotDocument {
  readonly path: string;
  readonly md5: string;
}

/** The change of one object of a slot that is needed for the slot to contain a release. */
export type Change<Document extends SlotDocument = SlotDocument> =
  | { readonly kind: 'added' | 'changed' | 'unchanged'; readonly document: Document }
  | { readonly kind: 'removed'; readonly path: string };

/**
 * Compares a release with the documents in a slot (or with none, for null) object by object. Both are read in the order
 * of their keys, so neither is held in memory.
 */
export async function* compareWithSlot<Document extends SlotDocument>(
  bucket: Bucket,
  documents: AsyncIterable<Document>,
  slot: Slot | null,
): AsyncGenerator<Change<Document>> {
  const objects = slot === null ? none() : listSlot(bucket, slot);
  let object = await objects.next();
  let previous = '';
  for await (const document of documents) {
    if (document.path <= previous)
      throw new Error(`The document ${document.path} follows ${previous}: the documents are out of order.`);
    previous = document.path;
    while (!object.done && object.value.path < document.path) {
      yield { kind: 'removed', path: object.value.path };
      object = await objects.next();
    }
    if (object.done || object.value.path > document.path) {
      yield { kind: 'added', document };
      continue;
    }
    yield { kind: object.value.md5 === document.md5 ? 'unchanged' : 'changed', document };
    object = await objects.next();
  }
  for (; !object.done; object = await objects.next()) yield { kind: 'removed', path: object.value.path };
}

/** The documents of a slot by path, with their MD5. */
export async function* listSlot(bucket: Bucket, slot: Slot): AsyncGenerator<SlotDocument> {
  const start = slotFolder(slot).length;
  for await (const { key, etag } of bucket.listObjects(slotFolder(slot)))
    yield { path: key.slice(start), md5: etag };
}

/** Counts changes by kind. */
export function createTally(): { add(kind: Change['kind']): void; counts(): DocumentChanges } {
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
  return {
    add: (kind) => {
      counts[kind] += 1;
    },
    counts: () => ({ ...counts }),
  };
}

/** The digest of a set of documents: SHA-256 over the path and MD5 of each, in order. */
export function createDigest(): { add(path: string, md5: string): void; count(): number; value(): string } {
  const hash = createHash('sha256');
  let count = 0;
  return {
    add: (path, md5) => {
      hash.update(`${path} ${md5}\n`);
      count += 1;
    },
    count: () => count,
    value: () => hash.copy().digest('hex'),
  };
}

async function* none(): AsyncGenerator<never> {}
