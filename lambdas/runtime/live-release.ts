import { findJson } from '../../aws/s3.ts';
import { ENDPOINTS, objectPath } from '../../model/api/endpoints.ts';
import { documentKey, type Slot } from '../../model/keys.ts';

/** As much of a release's status as steps before the commit ask for. */
export interface LiveRelease {
  readonly movie_count: number;
  readonly months: readonly { readonly month: string }[];
}

/** What the live release tells of itself; null where nothing is live. */
export async function readLiveRelease(slot: Slot | null): Promise<LiveRelease | null> {
  if (slot === null) return null;
  return (await findJson<LiveRelease>(documentKey(slot, objectPath(ENDPOINTS.status.path))))?.value ?? null;
}
