import { UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { document } from '../../model/api/document.ts';
import { ENDPOINTS } from '../../model/api/endpoints.ts';
import { openApi } from '../../model/api/openapi.ts';
import { documentKey, LOCK_KEY, runRecordKey, SLOTS, type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { Lock } from '../../model/runs/lock.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { committedMonths, findJson, findText, liveSlot } from '../shared/lake.ts';
import { recordedIds } from '../shared/run-list.ts';
import type { Target } from '../shared/target.ts';
import type { ReleaseFacts, SlotFacts } from './decide.ts';

/** What settling reads of a target and writes there. */
export type ReconcileTarget = Pick<Target, 'clients' | 'names'>;

/** So many records are read at most: one of the last few runs has served something, or the records tell nothing. */
const RECORDS = 50;

/** Reads what tells of the slots; `wanted` is what the operator says. */
export async function readSlotFacts(target: ReconcileTarget, wanted: Slot | null): Promise<SlotFacts> {
  const { clients, names } = target;
  const slot = await readLiveSlot(target);
  const marker = (of: Slot) => findJson<SlotMarker>(clients, names, slotMarkerKey(of));
  const [blue, green, lock] = await Promise.all([
    marker('blue'),
    marker('green'),
    findJson<Lock>(clients, names, LOCK_KEY),
  ]);
  const bothActivated = blue?.activated_at != null && green?.activated_at != null;
  return {
    live: slot,
    markers: { blue, green },
    // Asked only where the markers can't tell.
    lastServed: slot === null && bothActivated ? await lastServed(target) : null,
    holder: lock?.holder ?? null,
    wanted,
  };
}

/** Reads what tells whether the live release is as this code would make it. */
export async function readReleaseFacts(target: ReconcileTarget): Promise<ReleaseFacts> {
  const { clients, names } = target;
  const live = await readLiveSlot(target);
  if (live === null) return { live, described: true, newestMonth: null };
  const expected = document(ENDPOINTS.openapi, openApi());
  const [served, months] = await Promise.all([
    findText(clients, names, documentKey(live, expected.path)),
    committedMonths(clients, names),
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

/** Makes the API serve a slot, as activate does. */
export async function setLiveSlot({ clients, names }: ReconcileTarget, slot: Slot): Promise<void> {
  await clients.apiGateway.send(
    new UpdateStageCommand({
      restApiId: names.rest_api_id,
      stageName: names.stage_name,
      patchOperations: [{ op: 'replace', path: '/variables/slot', value: slot }],
    }),
  );
}

async function readLiveSlot({ clients, names }: ReconcileTarget): Promise<Slot | null> {
  const found = await liveSlot(clients, names);
  return SLOTS.find((slot) => slot === found) ?? null;
}

/** The slot that the newest run left live whose record says so: records of failed runs asked the stage. */
async function lastServed(target: ReconcileTarget): Promise<Slot | null> {
  const { clients, names } = target;
  for (const runId of (await recordedIds(clients, names)).slice(0, RECORDS)) {
    const record = await findJson<RunRecord>(clients, names, runRecordKey(runId));
    if (record?.release?.slot != null) return record.release.slot;
  }
  return null;
}
