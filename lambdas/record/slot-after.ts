import type { Slot } from '../../model/keys.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { logger } from '../runtime/log.ts';
import { readLiveSlot } from '../runtime/stage.ts';

/** Short enough that the record is written and the lock freed within the function's time-out of two minutes. */
const ANSWER_MS = 30_000;

/**
 * The slot that the API serves after a run. A failed run may have failed after its switch, so the slot is read from the stage.
 * Returns null if the stage can't be read, because the run must be recorded anyway.
 */
export async function slotAfter(outcome: RunRecord['outcome'], target: Slot): Promise<Slot | null> {
  if (outcome === 'succeeded') return target;
  try {
    return await readLiveSlot(AbortSignal.timeout(ANSWER_MS));
  } catch (error) {
    logger.warn('the live slot could not be read', error as Error);
    return null;
  }
}
