import { LiveSlotMovedError, SlotIncompleteError } from '../../model/errors.ts';
import { type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';
import type { Execution } from '../../model/runs/run.ts';
import { step } from '../runtime/handler.ts';
import { assertLock } from '../runtime/lock.ts';
import { findJson, writeJson } from '../runtime/s3.ts';
import { readLiveSlot, writeLiveSlot } from '../runtime/stage.ts';

/** Which slot is to be live instead of which. */
export interface ActivateEvent extends Execution {
  readonly run_id: string;
  readonly live: Slot | null;
  readonly target: Slot;
  /** The run that made the release in the target slot. @default this run */
  readonly release_run_id?: string;
}

/**
 * Switches the API to the filled slot: one call, so that readers see the old release or the new one.
 * @throws SlotIncompleteError, LiveSlotMovedError
 */
export const handler = step('activate', async (event: ActivateEvent, now): Promise<{ live: Slot }> => {
  const { run_id, execution_arn, live, target, release_run_id = run_id } = event;
  await assertLock(execution_arn);
  const marker = await findJson<SlotMarker>(slotMarkerKey(target));
  if (!marker?.complete || marker.run_id !== release_run_id) {
    throw new SlotIncompleteError(
      `The slot ${target} does not hold the whole release of the run ${release_run_id}; run it again.`,
    );
  }
  const found = await readLiveSlot();
  // A repeat after the switch finds it done already.
  if (found !== target) {
    if (found !== live) {
      throw new LiveSlotMovedError(
        `The API serves ${found ?? 'no slot'}, not ${live ?? 'no slot'} as when the other slot was filled; run it again.`,
      );
    }
    // Noted first, whatever becomes of this function: the next run lets the other slot drain from then on, and a
    // rollback goes back to it.
    const at = now().toISOString();
    if (live !== null) await noteLeft(live, at);
    await writeJson(slotMarkerKey(target), { ...marker, activated_at: at });
    // The switch itself knows no condition, so nothing may come between it and the question.
    await assertLock(execution_arn);
    await writeLiveSlot(target);
  }
  return { live: target };
});

async function noteLeft(slot: Slot, at: string): Promise<void> {
  const key = slotMarkerKey(slot);
  const marker = await findJson<SlotMarker>(key);
  if (marker) await writeJson(key, { ...marker, left_at: at });
}
