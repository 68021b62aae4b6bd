import type { Bucket } from '../../aws/bucket.ts';
import { ENDPOINTS, objectPath } from '../../model/api/endpoints.ts';
import { documentKey, idleSlot, SLOTS, type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { Month } from '../../model/months.ts';
import type { SlotMarker } from '../../model/runs/reports.ts';
import type { Clients } from '../shared/clients.ts';
import { OptionsError } from '../shared/options.ts';

/** A release in a slot, with the run of each month. */
export interface Release {
  readonly slot: Slot;
  /** Whether the API serves it. */
  readonly live: boolean;
  /** The run that made it. */
  readonly run_id: string;
  readonly published_at: string;
  /** Ascending. */
  readonly months: readonly { readonly month: Month; readonly run_id: string }[];
}

/**
 * Finds the two releases that the options select by slot or run. The defaults are the previous and the live release.
 * @throws OptionsError; Error with a one-sentence message if one of the releases does not exist
 */
export async function chooseReleases(
  { bucket, stage }: Pick<Clients, 'bucket' | 'stage'>,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): Promise<{ readonly from: Release; readonly to: Release }> {
  const live = await stage.readLiveSlot();
  if (live === null) throw new Error('Nothing has been released yet, so there is nothing to compare.');
  const markers = await readMarkers(bucket);
  const slotOf = (option: string, value: string): Slot => {
    const found = SLOTS.find((slot) => slot === value || markers.get(slot)?.run_id === value);
    if (found) return found;
    const held = SLOTS.map((slot) => `${slot} (${markers.get(slot)?.run_id ?? 'empty'})`).join(' and ');
    throw new OptionsError(
      `--${option} is "${value}", but must be one of the two existing releases: ${held}.`,
    );
  };
  const toSlot = to === undefined ? (from === undefined ? live : null) : slotOf('to', to);
  const fromSlot = from === undefined ? idleSlot(toSlot!) : slotOf('from', from);
  const other = toSlot ?? idleSlot(fromSlot);
  if (fromSlot === other) throw new OptionsError(`--from and --to both name the release in slot ${other}.`);
  return {
    from: await readRelease(bucket, fromSlot, markers, live),
    to: await readRelease(bucket, other, markers, live),
  };
}

/** @throws Error if a slot has changed since its release was read */
export async function assertKept(bucket: Bucket, releases: readonly Release[]): Promise<void> {
  const markers = await readMarkers(bucket);
  for (const { slot, run_id } of releases) {
    const marker = markers.get(slot);
    if (marker?.complete === true && marker.run_id === run_id) continue;
    throw new Error(`Slot ${slot} was filled by another run meanwhile; run the command again.`);
  }
}

async function readMarkers(bucket: Bucket): Promise<ReadonlyMap<Slot, SlotMarker | null>> {
  const markers = SLOTS.map((slot) => bucket.findJson<SlotMarker>(slotMarkerKey(slot)));
  const found = await Promise.all(markers);
  return new Map(SLOTS.map((slot, at) => [slot, found[at]!]));
}

async function readRelease(
  bucket: Bucket,
  slot: Slot,
  markers: ReadonlyMap<Slot, SlotMarker | null>,
  live: Slot,
): Promise<Release> {
  const marker = markers.get(slot) ?? null;
  if (marker === null)
    throw new Error(`There is only one release so far, in slot ${live}: nothing to compare it with.`);
  if (!marker.complete) {
    throw new Error(
      `Slot ${slot} was left incomplete by run ${marker.run_id}: there is no second release until a run fills it.`,
    );
  }
  const key = documentKey(slot, objectPath(ENDPOINTS.status.path));
  const status = await bucket.findJson<Pick<Release, 'run_id' | 'published_at' | 'months'>>(key);
  if (status === null) throw new Error(`${key} is missing; npm run verify lists all differences.`);
  return {
    slot,
    live: slot === live,
    run_id: status.run_id,
    published_at: status.published_at,
    months: status.months.map(({ month, run_id }) => ({ month, run_id })),
  };
}
