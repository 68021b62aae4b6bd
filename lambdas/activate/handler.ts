import { LiveSlotMovedError, SlotIncompleteError } from '../../model/errors.ts';
import { type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';
import type { Execution } from '../../model/runs/run.ts';
import { step } from '../runtime/handler.ts';
import { assertLock } from '../runtime/lock.ts';
import { findJson, writeJson } from '../runtime/s3.ts';
import { readLiveSlot, writeLiveSlot } from '../runtime/stage.ts';

/** The slot to activate, and the slot that was live when it was filled. */
export interface ActivateEvent extends Execution {
  readonly run_id: string;
  readonly live: Slot | null;
  readonly target: Slot;
  /** The run that made the release in the target slot. @default this run */
  readonly release_run_id?: string;
}

/**
 * Switches the API to the filled slot with one call, so that readers see either the old release or the new one, never a mix.
 * @throws SlotIncompleteError, LiveSlotMovedError
 */
export const handler = step('activate', async (event: ActivateEvent, now): Promise<{ live: Slot }> => {
  const { run_id, execution_arn, live, target, release_run_id = run_id } = event;
  await assertLock(execution_arn);
  const marker = await findJson<SlotMarker>(slotMarkerKey(target));
  if (!marker?.complete || marker.run_id !== release_run_id) {
    throw new SlotIncompleteError(
      `The slot ${target} does not contain the complete release of the run ${release_run_id}; start the run again.`,
    );
  }
  const found = await readLiveSlot();
  // A repeat after the switch has nothing to do.
  if (found !== target) {
    if (found !== live) {
      throw new LiveSlotMovedError(
        `The API serves ${found ?? 'no slot'}, but it served ${live ?? 'no slot'} when the other slot was filled; start the run again.`,
      );
    }
    // Written before the switch, so that it is recorded even if this function fails: the next run waits from this time
    // until the other slot has drained, and a rollback returns to it.
    const at = now().toISOString();
    if (live !== null) await noteLeft(live, at);
    await writeJson(slotMarkerKey(target), { ...marker, activated_at: at });
    // UpdateStage has no condition, so the lock is checked immediately before it.
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
