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

/** What settling reads of a target and writes there. */
export type ReconcileClients = Pick<Clients, 'bucket' | 'stage'>;

/** So many records are read at most: one of the last few runs has served something, or the records tell nothing. */
const RECORDS = 50;

/** Reads what tells of the slots; `wanted` is what the operator says. */
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
    // Asked only where the markers can't tell.
    lastServed: slot === null && bothActivated ? await lastServed(clients.bucket) : null,
    holder: lock?.holder ?? null,
    wanted,
  };
}

/** Reads what tells whether the live release is as this code would make it. */
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

/** The slot that the newest run left live whose record says so: records of failed runs asked the stage. */
async function lastServed(bucket: Bucket): Promise<Slot | null> {
  for (const runId of (await recordedIds(bucket)).slice(0, RECORDS)) {
    const record = await bucket.findJson<RunRecord>(runRecordKey(runId));
    if (record?.release?.slot != null) return record.release.slot;
  }
  return null;
}
