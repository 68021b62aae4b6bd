import { SLOTS, type Slot } from '../../model/keys.ts';
import type { LockHolder } from '../../model/runs/lock.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';

/** What is known of the slots of a stack. */
export interface SlotFacts {
  /** The slot that the stage names; null where it names none. */
  readonly live: Slot | null;
  readonly markers: Readonly<Record<Slot, SlotMarker | null>>;
  /** The slot that the API served after the newest run whose record tells; null where none does. */
  readonly lastServed: Slot | null;
  /** Whoever holds the lock of all runs. */
  readonly holder: LockHolder | null;
  /** What an operator says was live; judged like everything else. */
  readonly wanted: Slot | null;
}

/** What is to become of the stage's variable. */
export type SlotDecision =
  | { readonly action: 'kept'; readonly slot: Slot }
  /** Nothing was ever released. */
  | { readonly action: 'unreleased'; readonly slot: null }
  | { readonly action: 'set'; readonly slot: Slot; readonly why: string }
  /** It can't be told, or it mustn't be done now. */
  | { readonly action: 'refused'; readonly slot: null; readonly why: string };

/** A marker that says that its slot was to be live. */
type ActivatedMarker = SlotMarker & { readonly activated_at: string };

/**
 * Which slot the stage is to name. Only a slot with `activated_at` can have been live, because that is written before every switch,
 * and the one with the newest was. Where both have it, that switch may have failed, and the records of runs, which asked the stage,
 * tell. A slot that isn't whole, or that a run may be at work on, is never set.
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
      `the run ${holder.run_id} holds the lock and may be writing a slot; npm run settle again once it has ended`,
    );
  }
  const chosen = wanted ?? (other === undefined ? newest.slot : lastServed);
  if (chosen === null) {
    return refused(
      `both slots were to be live and no run's record tells which of them was; look at both and say it by --slot ${newest.slot} or --slot ${other!.slot}`,
    );
  }
  const marker = activated.find(({ slot }) => slot === chosen);
  if (marker === undefined) {
    return refused(`the slot ${chosen} holds nothing that was ever released`);
  }
  if (!marker.complete) {
    return refused(
      `the slot ${chosen} was left half-filled by the run ${marker.run_id}; npm run month with --from aggregate releases anew`,
    );
  }
  const why = wanted === null ? whyOf(marker, other !== undefined) : 'as --slot says';
  return { action: 'set', slot: chosen, why };
}

const whyOf = ({ run_id, activated_at }: ActivatedMarker, asked: boolean): string =>
  asked
    ? `the newest record says that it was live, with the release of the run ${run_id}`
    : `only it was ever live, with the release of the run ${run_id}, since ${activated_at}`;

const refused = (why: string): SlotDecision => ({ action: 'refused', slot: null, why });

/** What is known of the live release. */
export interface ReleaseFacts {
  /** The slot that the API serves by now; null where it serves none. */
  readonly live: Slot | null;
  /** Whether `/v1/openapi.json` of the live release is what this code would write. */
  readonly described: boolean;
  /** The newest committed month; null where there is none. */
  readonly newestMonth: string | null;
}

/** What is to become of the live release. */
export type ReleaseDecision =
  | { readonly action: 'none' | 'kept' }
  | { readonly action: 'publish'; readonly month: string }
  | { readonly action: 'refused'; readonly why: string };

/** Whether the documents have to be made anew: where their description has changed, so have they. */
export function decideRelease({ live, described, newestMonth }: ReleaseFacts): ReleaseDecision {
  if (live === null) return { action: 'none' };
  if (described) return { action: 'kept' };
  if (newestMonth !== null) return { action: 'publish', month: newestMonth };
  return {
    action: 'refused',
    why: 'no month is committed that the documents, whose description has changed, could be made from; run one',
  };
}
