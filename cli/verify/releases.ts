import { createHash } from 'node:crypto';
import { pMapIterable } from 'p-map';
import { z } from 'zod';
import type { Bucket, ListedObject } from '../../aws/bucket.ts';
import { createDigest } from '../../aws/slot-changes.ts';
import { ENDPOINTS, objectPath } from '../../model/api/endpoints.ts';
import { documentKey, SLOTS, type Slot, slotFolder, slotMarkerKey } from '../../model/keys.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';
import type { VerifyOptions } from './findings.ts';
import { STREAMS_AT_ONCE, verifyObject } from './raw-copies.ts';
import { type RecordToRead, readRecord } from './records.ts';

/** The number of documents to read in parallel. */
const DOCUMENTS_AT_ONCE = 32;

/** An MD5: the ETag of an object that was written by one request. */
const MD5 = /^[0-9a-f]{32}$/;

export interface ReleaseOptions extends VerifyOptions {
  /** The newest committed month: its run rebuilds the release. */
  readonly newest: string | null;
  readonly log: (line: string) => void;
}

const markerOf = (slot: Slot): RecordToRead<z.ZodType<CheckedMarker>> => ({
  check: 'release',
  key: slotMarkerKey(slot),
  expected: `the marker of slot ${slot}`,
  schema: z.looseObject({
    slot: z.literal(slot),
    complete: z.boolean(),
    run_id: z.string(),
    documents: z.number().nullable(),
    digest: z.string().nullable(),
    activated_at: z.iso.datetime().nullable(),
  }),
  advice: RESTORE_MARKER,
});

/** The validated part of a slot's marker. */
export type CheckedMarker = Omit<SlotMarker, 'left_at'>;

const RESTORE_MARKER = 'Restore the marker from an older version in the bucket; clean-up stops without it.';

/** Checks the documents of both slots and the downloads that they list. Returns the existing markers. */
export async function verifyReleases(
  bucket: Bucket,
  options: ReleaseOptions,
): Promise<ReadonlyMap<Slot, CheckedMarker | 'broken'>> {
  const markers = new Map<Slot, CheckedMarker | 'broken'>();
  const downloads = new Map<string, { bytes: number; sha256: string }>();
  for (const slot of SLOTS) {
    const marker = await readRecord(bucket, markerOf(slot), options.findings);
    if (marker === 'missing') {
      await checkEmpty(bucket, slot, options);
      continue;
    }
    markers.set(slot, marker);
    if (marker === 'broken') continue;
    options.findings.checked('release');
    if (!marker.complete) {
      options.findings.note(
        `Slot ${slot} was left incomplete by run ${marker.run_id}: a rollback to it is impossible until a run fills it.`,
      );
      continue;
    }
    await verifySlot(bucket, marker, options);
    for (const file of await listedDownloads(bucket, slot, options)) downloads.set(file.path.slice(1), file);
  }
  const files = pMapIterable(
    downloads,
    ([key, { bytes, sha256 }]) =>
      verifyObject(
        bucket,
        { check: 'download', key, bytes, sha256, advice: rebuildAdvice(options) },
        options,
      ),
    { concurrency: STREAMS_AT_ONCE },
  );
  for await (const _ of files);
  if (downloads.size > 0) options.log(`${downloads.size} downloads`);
  return markers;
}

const rebuildAdvice = ({ newest, target }: ReleaseOptions): string =>
  `Delete it, then rebuild the release: npm run month -- --month ${newest ?? 'MONTH'} --from aggregate${target}`;

/** Checks that a slot without a marker has no documents. */
async function checkEmpty(bucket: Bucket, slot: Slot, { findings }: ReleaseOptions): Promise<void> {
  for await (const { key } of bucket.listObjects(slotFolder(slot))) {
    findings.differs({
      check: 'release',
      key: slotMarkerKey(slot),
      expected: 'the marker of a slot that has documents',
      found: `nothing, but ${key}`,
      advice: RESTORE_MARKER,
    });
    return;
  }
}

async function verifySlot(bucket: Bucket, marker: CheckedMarker, options: ReleaseOptions): Promise<void> {
  const { slot } = marker;
  const digest = createDigest();
  const listed = (async function* () {
    for await (const object of bucket.listObjects(slotFolder(slot))) {
      digest.add(object.key.slice(slotFolder(slot).length), object.etag);
      yield object;
    }
  })();
  const changed: string[] = [];
  const checks = pMapIterable(
    listed,
    async (object) => {
      options.findings.checked('document');
      if (object.modified.getTime() > Date.parse(marker.activated_at ?? '')) changed.push(object.key);
      if (!options.quick) await verifyBody(bucket, object, options);
    },
    { concurrency: DOCUMENTS_AT_ONCE, backpressure: 2 * DOCUMENTS_AT_ONCE },
  );
  for await (const _ of checks);
  options.log(`slot ${slot}: ${digest.count()} documents`);
  if (digest.value() === marker.digest && digest.count() === marker.documents) return;
  const suspects = changed.length > 0 ? `; written since: ${changed.slice(0, 3).join(', ')}` : '';
  options.findings.differs({
    check: 'release',
    key: slotFolder(slot),
    expected: `the ${marker.documents} documents that run ${marker.run_id} wrote (digest ${marker.digest})`,
    found: `${digest.count()} documents, digest ${digest.value()}${suspects}`,
    advice: `npm run month -- --month ${options.newest ?? 'MONTH'} --from aggregate${options.target} fills the other slot and switches to it; the next run fills this slot again.`,
  });
}

/** Compares the body of a document with its ETag. */
async function verifyBody(
  bucket: Bucket,
  { key, etag }: ListedObject,
  options: ReleaseOptions,
): Promise<void> {
  if (!MD5.test(etag)) return;
  const body = await bucket.findObject(key);
  const hash = createHash('md5');
  for await (const chunk of body ?? []) hash.update(chunk as Buffer);
  const md5 = hash.digest('hex');
  if (body !== null && md5 === etag) return;
  options.findings.differs({
    check: 'document',
    key,
    expected: `MD5 ${etag}, its ETag`,
    found: body === null ? 'nothing' : `MD5 ${md5}`,
    advice: rebuildAdvice(options),
  });
}

const downloadsDocument = z.object({
  tables: z.array(
    z.object({ files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })) }),
  ),
});

/** The downloads of a release; empty for releases of earlier versions without any. */
async function listedDownloads(bucket: Bucket, slot: Slot, options: ReleaseOptions) {
  const key = documentKey(slot, objectPath(ENDPOINTS.downloads.path));
  const found = await readRecord(
    bucket,
    {
      check: 'document',
      key,
      expected: 'the list of downloads',
      schema: downloadsDocument,
      advice: rebuildAdvice(options),
    },
    options.findings,
  );
  if (found === 'missing' || found === 'broken') return [];
  return found.tables.flatMap(({ files }) => files);
}
