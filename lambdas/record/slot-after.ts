import type { Slot } from '../../model/keys.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { logger } from '../runtime/log.ts';
import { readLiveSlot } from '../runtime/stage.ts';

/** A record must be written and the lock freed long before the function's two minutes are over. */
const ANSWER_MS = 30_000;

/**
 * The slot that the API serves after a run that was to switch it. One that failed may have done so behind its switch, so
 * the stage is asked; null where it doesn't answer, because a run must be recorded all the same.
 */
export async function slotAfter(outcome: RunRecord['outcome'], target: Slot): Promise<Slot | null> {
  if (outcome === 'succeeded') return target;
  try {
    return await readLiveSlot(AbortSignal.timeout(ANSWER_MS));
  } catch (error) {
    logger.warn('the stage does not tell which slot is live', error as Error);
    return null;
  }
}
