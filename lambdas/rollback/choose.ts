import { compareWithSlot, createDigest, createTally, listSlot } from '../../aws/slot-changes.ts';
import { ENDPOINTS, objectPath } from '../../model/api/endpoints.ts';
import { NoEarlierReleaseError, ReleaseNotKeptError, SlotIncompleteError } from '../../model/errors.ts';
import { documentKey, idleSlot, type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { DocumentChanges, ReleaseName, RollbackReport, SlotMarker } from '../../model/runs/reports.ts';
import { dataBucket, findJson, readJson } from '../runtime/s3.ts';
import { readLiveSlot } from '../runtime/stage.ts';

const STATUS_PATH = objectPath(ENDPOINTS.status.path);

/**
 * Returns the release that the API serves, and the release to serve instead: by default the previous one, otherwise the release of
 * the run `requested`, which may be the live one. The documents of the release to serve are checked one by one.
 * @throws NoEarlierReleaseError, ReleaseNotKeptError, SlotIncompleteError
 */
export async function chooseRelease(
  requested: string | null,
): Promise<Pick<RollbackReport, 'from' | 'to' | 'changes'>> {
  const live = await readLiveSlot();
  if (live === null) {
    throw new NoEarlierReleaseError(
      'Nothing has been released yet, so there is no release to roll back to; run a month first.',
    );
  }
  const from = await nameRelease(live);
  if (requested === from.run_id) return { from, to: from, changes: createTally().counts() };
  const target = idleSlot(live);
  const marker = await findJson<SlotMarker>(slotMarkerKey(target));
  if (requested !== null && requested !== marker?.run_id) {
    throw new ReleaseNotKeptError(
      `The release of the run ${requested} is in neither slot: the API serves that of the run ${from.run_id} from the slot ${live}, and the other slot, ${target}, contains ${contentOf(marker)}. Older releases are not kept.`,
    );
  }
  if (marker === null) {
    throw new NoEarlierReleaseError(
      `The API serves the first release, from the slot ${live}; there is no earlier release to roll back to.`,
    );
  }
  if (!marker.complete) {
    throw new SlotIncompleteError(
      `The slot ${target} was only partly filled by the run ${marker.run_id}, so the API cannot be rolled back to it; it still serves the slot ${live}, and the next run that publishes fills ${target} again.`,
    );
  }
  // Not activated_at, which is written before the switch and remains if the switch fails.
  if (marker.left_at === null) {
    throw new NoEarlierReleaseError(
      `The slot ${target} contains documents that the run ${marker.run_id} wrote but never released, so there is no earlier release to roll back to; run that month again to release them.`,
    );
  }
  const changes = await checkSlot(marker, live);
  return { from, to: await nameRelease(target), changes };
}

/** Compares the slot's documents with its marker, and counts the differences from the live slot. @throws SlotIncompleteError */
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
    `The slot ${slot} contains ${digest.count()} documents that differ from the ${documents} that the run ${run_id} wrote, so the API cannot be rolled back to it; it still serves the slot ${live}, and the next run that publishes fills ${slot} again.`,
  );
}

/** Describes the content of a slot that isn't live. */
function contentOf(marker: SlotMarker | null): string {
  if (marker === null) return 'no release';
  if (!marker.complete) return `an incomplete release of the run ${marker.run_id}`;
  if (marker.left_at === null) return `a release of the run ${marker.run_id} that was never activated`;
  return `that of the run ${marker.run_id}`;
}

/** The name of the release in a slot, from its status document. */
async function nameRelease(slot: Slot): Promise<ReleaseName> {
  const status = await readJson<{
    readonly run_id: string;
    readonly published_at: string;
    readonly months: readonly { readonly month: string }[];
  }>(documentKey(slot, STATUS_PATH));
  const { run_id, published_at, months } = status;
  return { slot, run_id, published_at, months: months.map(({ month }) => month) };
}
