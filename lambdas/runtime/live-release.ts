import { ENDPOINTS, objectPath } from '../../model/api/endpoints.ts';
import { documentKey, type Slot } from '../../model/keys.ts';
import { findJson } from './s3.ts';

/** The part of a release's status that steps before the commit read. */
export interface LiveRelease {
  readonly movie_count: number;
  readonly months: readonly { readonly month: string }[];
}

/** The status document of the live release; null if nothing is live. */
export async function readLiveRelease(slot: Slot | null): Promise<LiveRelease | null> {
  if (slot === null) return null;
  return findJson<LiveRelease>(documentKey(slot, objectPath(ENDPOINTS.status.path)));
}
