import { pMapIterable } from 'p-map';
import { type Change, compareWithSlot, createDigest, createTally, listSlot } from '../../aws/slot-changes.ts';
import type { ReleaseDocument } from '../../model/api/document.ts';
import { LiveSlotMovedError, SlotIncompleteError } from '../../model/errors.ts';
import {
  documentKey,
  exportReportKey,
  publishReportKey,
  type Slot,
  slotMarkerKey,
} from '../../model/keys.ts';
import type { ExportReport, PublishReport, SlotMarker } from '../../model/runs/reports.ts';
import type { RunOrder } from '../../model/runs/run.ts';
import { assertLock } from '../runtime/lock.ts';
import { dataBucket, deleteObject, objectSize, readJson, writeJson, writeObject } from '../runtime/s3.ts';
import { readLiveSlot } from '../runtime/stage.ts';
import { timing } from '../runtime/steps.ts';
import { emitDocuments } from './metrics.ts';
import { withRelease } from './release.ts';

/** Concurrent requests. S3 responds in tens of milliseconds, so concurrency determines the throughput. */
const REQUESTS_AT_ONCE = 64;
/** The lock is checked after this many documents, because an attempt that outlived its run must not write the next run's slot. */
const LOCK_ASKED_EVERY = 500;

/** Writes the documents that differ to the idle slot and verifies that it contains the release and nothing else. */
export async function fill(event: RunOrder & { live: Slot | null; target: Slot }, now: () => Date) {
  const began = now();
  const { run_id, execution_arn, live, target } = event;
  await assertLock(execution_arn);
  const found = await readLiveSlot();
  if (found !== live) {
    throw new LiveSlotMovedError(
      `The API serves ${found ?? 'no slot'}, but ${live ?? 'no slot'} was live when this run compared with it; run it again.`,
    );
  }
  const report = await readJson<PublishReport>(publishReportKey(run_id));
  const marker: SlotMarker = {
    slot: target,
    complete: false,
    run_id,
    documents: null,
    digest: null,
    activated_at: null,
    left_at: null,
  };
  await writeJson(slotMarkerKey(target), marker);

  const tally = createTally();
  const digest = createDigest();
  let bytes = 0;
  let passed = 0;
  await withRelease(run_id, report.published_at, async (documents) => {
    const noted = (async function* () {
      for await (const change of compareWithSlot(dataBucket, documents, target)) {
        passed += 1;
        if (passed % LOCK_ASKED_EVERY === 0) await assertLock(execution_arn);
        tally.add(change.kind);
        if (change.kind !== 'removed') {
          digest.add(change.document.path, change.document.md5);
          bytes += change.document.body.length;
        }
        if (change.kind !== 'unchanged') yield change;
      }
    })();
    const applied = pMapIterable(noted, (change) => apply(change, target, run_id), {
      concurrency: REQUESTS_AT_ONCE,
      backpressure: 2 * REQUESTS_AT_ONCE,
    });
    for await (const _ of applied);
  });

  await verify(target, digest.value());
  await verifyDownloads(run_id);
  await assertLock(execution_arn);
  await writeJson(slotMarkerKey(target), {
    ...marker,
    complete: true,
    documents: digest.count(),
    digest: digest.value(),
  });
  const { seconds, usage } = timing(began, now());
  const filled = { ...tally.counts(), documents: digest.count(), bytes, seconds, usage };
  await writeJson(publishReportKey(run_id), { ...report, filled });
  emitDocuments(filled);
  return filled;
}

async function apply(change: Change<ReleaseDocument>, slot: Slot, runId: string): Promise<void> {
  if (change.kind === 'removed') await deleteObject(documentKey(slot, change.path));
  else {
    const { path, body } = change.document;
    await writeObject(documentKey(slot, path), body, 'application/json', { metadata: { run_id: runId } });
  }
}

/** @throws SlotIncompleteError if the slot doesn't contain exactly the release */
async function verify(slot: Slot, expected: string): Promise<void> {
  const held = createDigest();
  for await (const { path, md5 } of listSlot(dataBucket, slot)) held.add(path, md5);
  if (held.value() === expected) return;
  throw new SlotIncompleteError(
    `The slot ${slot} does not contain the documents that were written into it; the API still serves the last release, run it again.`,
  );
}

/**
 * Verifies that the downloads of the release exist. They are written before the slot, and a clean-up may run at the same time
 * (see lambdas/clean-up/downloads.ts).
 * @throws SlotIncompleteError
 */
async function verifyDownloads(runId: string): Promise<void> {
  const { tables } = await readJson<ExportReport>(exportReportKey(runId));
  const files = tables.flatMap((table) => table.files);
  const sizes = await Promise.all(files.map(({ key }) => objectSize(key)));
  const missing = files.find(({ bytes }, index) => sizes[index] !== bytes);
  if (missing === undefined) return;
  throw new SlotIncompleteError(
    `The release lists ${missing.key}, which is missing or has another size; the API still serves the last release, run it again.`,
  );
}
