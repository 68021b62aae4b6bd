import { SLOTS, type Slot } from '../../model/keys.ts';
import type { LockHolder } from '../../model/runs/lock.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';

/** Facts about the slots of a stack. */
export interface SlotFacts {
  /** The slot in the stage's variable; null if it has none. */
  readonly live: Slot | null;
  readonly markers: Readonly<Record<Slot, SlotMarker | null>>;
  /** The live slot in the newest run record that states one; null if no record does. */
  readonly lastServed: Slot | null;
  /** The run that holds the lock; null if the lock is free. */
  readonly holder: LockHolder | null;
  /** The slot that the operator requests, or null. It is checked like any other slot. */
  readonly wanted: Slot | null;
}

/** The decision about the stage variable that names the live slot. */
export type SlotDecision =
  | { readonly action: 'kept'; readonly slot: Slot }
  /** Nothing has been released. */
  | { readonly action: 'unreleased'; readonly slot: null }
  | { readonly action: 'set'; readonly slot: Slot; readonly why: string }
  /** The slot is unknown, or must not be set now. */
  | { readonly action: 'refused'; readonly slot: null; readonly why: string };

/** The marker of a slot that was activated. */
type ActivatedMarker = SlotMarker & { readonly activated_at: string };

/**
 * Decides which slot the stage must name. Every switch first writes `activated_at` to the marker of its target slot, so a slot
 * without `activated_at` was never live. If both slots have it, the newest switch may have failed after that write. Then the run
 * records decide, because they state the slot that the stage named. An incomplete slot, or a slot that a run may be writing, is
 * never selected.
 */
export function decideSlot({ live, markers, lastServed, holder, wanted }: SlotFacts): SlotDecision {
  if (live !== null) return { action: 'kept', slot: live };
  const activated = SLOTS.map((slot) => markers[slot])
    .filter((marker): marker is ActivatedMarker => marker?.activated_at != null)
    .toSorted((a, b) => Date.parse(b.activated_at) - Date.parse(a.activated_at));
  const [newest, other] = activated;
  if (newest === undefined) return { action: 'unreleased', slot: null };
  if (holder !== null) {
    return refused(
      `run ${holder.run_id} holds the lock and may be writing a slot; repeat npm run settle when it has ended`,
    );
  }
  const slot = wanted ?? (other === undefined ? newest.slot : lastServed);
  if (slot === null) {
    return refused(
      `both slots were activated and no run's record states which one is live; compare both and give --slot ${newest.slot} or --slot ${other!.slot}`,
    );
  }
  const marker = activated.find((candidate) => candidate.slot === slot);
  if (marker === undefined) {
    return refused(`slot ${slot} was never activated`);
  }
  if (!marker.complete) {
    return refused(
      `slot ${slot} was left incomplete by run ${marker.run_id}; publish again with npm run month and --from aggregate`,
    );
  }
  const why = wanted === null ? whyOf(marker, other !== undefined) : 'given by --slot';
  return { action: 'set', slot, why };
}

const whyOf = ({ run_id, activated_at }: ActivatedMarker, asked: boolean): string =>
  asked
    ? `by the newest record it was live, with the release of run ${run_id}`
    : `only this slot was ever live, with the release of run ${run_id}, since ${activated_at}`;

const refused = (why: string): SlotDecision => ({ action: 'refused', slot: null, why });

/** Facts about the live release. */
export interface ReleaseFacts {
  /** The slot that the API serves; null if none. */
  readonly live: Slot | null;
  /** Whether `/v1/openapi.json` of the live release is what this code would write. */
  readonly described: boolean;
  /** The newest committed month; null if there is none. */
  readonly newestMonth: string | null;
}

/** The decision about the live release. */
export type ReleaseDecision =
  | { readonly action: 'none' | 'kept' }
  | { readonly action: 'publish'; readonly month: string }
  | { readonly action: 'refused'; readonly why: string };

/** Decides whether the documents must be rebuilt: a changed OpenAPI description means that the documents change too. */
export function decideRelease({ live, described, newestMonth }: ReleaseFacts): ReleaseDecision {
  if (live === null) return { action: 'none' };
  if (described) return { action: 'kept' };
  if (newestMonth !== null) return { action: 'publish', month: newestMonth };
  return {
    action: 'refused',
    why: 'their description has changed, but no month is committed to rebuild them from; run a month',
  };
}
