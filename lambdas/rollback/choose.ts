import { compareWithSlot, createDigest, createTally, listSlot } from '../../aws/slot-changes.ts';
import { ENDPOINTS, objectPath } from '../../model/api/endpoints.ts';
import { NoEarlierReleaseError, ReleaseNotKeptError, SlotIncompleteError } from '../../model/errors.ts';
import { documentKey, idleSlot, type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { DocumentChanges, ReleaseName, RollbackReport, SlotMarker } from '../../model/runs/reports.ts';
import { dataBucket, findJson, readJson } from '../runtime/s3.ts';
import { readLiveSlot } from '../runtime/stage.ts';

const STATUS_PATH = objectPath(ENDPOINTS.status.path);

/**
 * The release that the API serves, and the one it is to serve: that of the run `wanted`, which may be the live one, or the one
 * before it. What is to be switched to is checked object by object.
 * @throws NoEarlierReleaseError, ReleaseNotKeptError, SlotIncompleteError
 */
export async function chooseRelease(
  wanted: string | null,
): Promise<Pick<RollbackReport, 'from' | 'to' | 'changes'>> {
  const live = await readLiveSlot();
  if (live === null) {
    throw new NoEarlierReleaseError(
      'Nothing has been released yet, so there is no release to go back to; run a month first.',
    );
  }
  const from = await nameRelease(live);
  if (wanted === from.run_id) return { from, to: from, changes: createTally().counts() };
  const target = idleSlot(live);
  const marker = await findJson<SlotMarker>(slotMarkerKey(target));
  if (wanted !== null && wanted !== marker?.run_id) {
    throw new ReleaseNotKeptError(
      `The release of the run ${wanted} is in neither slot: the API serves that of the run ${from.run_id} from the slot ${live}, and the other one, ${target}, holds ${heldBy(marker)}. What is older can't be gone back to.`,
    );
  }
  if (marker === null) {
    throw new NoEarlierReleaseError(
      `The API serves the first release there was, from the slot ${live}; there is none before it to go back to.`,
    );
  }
  if (!marker.complete) {
    throw new SlotIncompleteError(
      `The slot ${target} was left half-filled by the run ${marker.run_id}, so the API cannot go back to it; it still serves the slot ${live}, and the next run that publishes fills ${target} again.`,
    );
  }
  // Not by activated_at, which stands there before the switch, and stays where that failed.
  if (marker.left_at === null) {
    throw new NoEarlierReleaseError(
      `The slot ${target} holds what the run ${marker.run_id} made and never released, so there is no release before the live one to go back to; run that month again to release it.`,
    );
  }
  const changes = await checkSlot(marker, live);
  return { from, to: await nameRelease(target), changes };
}

/** Compares what lies in the slot with its marker, and with the live slot on the way. @throws SlotIncompleteError */
async function checkSlot(
  { slot, run_id, documents, digest: expected }: SlotMarker,
  live: Slot,
): Promise<DocumentChanges> {
  const digest = createDigest();
  const tally = createTally();
  for await (const change of compareWithSlot(dataBucket, listSlot(dataBucket, slot), live)) {
    if (change.kind !== 'removed') digest.add(change.document.path, change.document.md5);
    tally.add(change.kind);
  }
  if (digest.value() === expected) return tally.counts();
  throw new SlotIncompleteError(
    `The slot ${slot} holds ${digest.count()} documents that are not the ${documents} which the run ${run_id} wrote there, so the API cannot go back to it; it still serves the slot ${live}, and the next run that publishes fills ${slot} again.`,
  );
}

/** What a slot that isn't live has, for people. */
function heldBy(marker: SlotMarker | null): string {
  if (marker === null) return 'none';
  if (!marker.complete) return `what the run ${marker.run_id} left half-filled`;
  if (marker.left_at === null) return `what the run ${marker.run_id} made and never released`;
  return `that of the run ${marker.run_id}`;
}

/** What a slot's own status says of it. */
async function nameRelease(slot: Slot): Promise<ReleaseName> {
  const status = await readJson<{
    readonly run_id: string;
    readonly published_at: string;
    readonly months: readonly { readonly month: string }[];
  }>(documentKey(slot, STATUS_PATH));
  const { run_id, published_at, months } = status;
  return { slot, run_id, published_at, months: months.map(({ month }) => month) };
}
