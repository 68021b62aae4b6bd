import type { Bucket } from '../../aws/bucket.ts';
import { readCommits } from '../../aws/commits.ts';
import { document } from '../../model/api/document.ts';
import { ENDPOINTS } from '../../model/api/endpoints.ts';
import { openApi } from '../../model/api/openapi.ts';
import { documentKey, LOCK_KEY, runRecordKey, type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { Lock } from '../../model/runs/lock.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import type { Clients } from '../shared/clients.ts';
import { recordedIds } from '../shared/run-list.ts';
import type { ReleaseFacts, SlotFacts } from './decide.ts';

/** The part of a target that reconciling uses. */
export type ReconcileClients = Pick<Clients, 'bucket' | 'stage'>;

/** The maximum number of run records that are searched for the live slot. */
const RECORDS = 50;

/** Reads the facts about the slots; `wanted` is the operator's slot. */
export async function readSlotFacts(clients: ReconcileClients, wanted: Slot | null): Promise<SlotFacts> {
  const slot = await clients.stage.readLiveSlot();
  const marker = (of: Slot) => clients.bucket.findJson<SlotMarker>(slotMarkerKey(of));
  const [blue, green, lock] = await Promise.all([
    marker('blue'),
    marker('green'),
    clients.bucket.findJson<Lock>(LOCK_KEY),
  ]);
  const bothActivated = blue?.activated_at != null && green?.activated_at != null;
  return {
    live: slot,
    markers: { blue, green },
    // The records are read only if the markers are not sufficient.
    lastServed: slot === null && bothActivated ? await lastServed(clients.bucket) : null,
    holder: lock?.holder ?? null,
    wanted,
  };
}

/** Reads the facts about the live release, including whether this code would write the same documents. */
export async function readReleaseFacts(clients: ReconcileClients): Promise<ReleaseFacts> {
  const live = await clients.stage.readLiveSlot();
  if (live === null) return { live, described: true, newestMonth: null };
  const expected = document(ENDPOINTS.openapi, openApi());
  const [served, months] = await Promise.all([
    clients.bucket.findText(documentKey(live, expected.path)),
    readCommits(clients.bucket),
  ]);
  return {
    live,
    described: served === expected.body.toString(),
    newestMonth:
      months
        .map(({ month }) => month)
        .toSorted()
        .at(-1) ?? null,
  };
}

/** Returns the live slot in the newest record that states one. Records of failed runs count too. */
async function lastServed(bucket: Bucket): Promise<Slot | null> {
  for (const runId of (await recordedIds(bucket)).slice(0, RECORDS)) {
    const record = await bucket.findJson<RunRecord>(runRecordKey(runId));
    if (record?.release?.slot != null) return record.release.slot;
  }
  return null;
}
