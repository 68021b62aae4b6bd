import { type Change, compareWithSlot, createTally } from '../../aws/slot-changes.ts';
import type { ReleaseDocument } from '../../model/api/document.ts';
import { ENDPOINTS, objectPath } from '../../model/api/endpoints.ts';
import { TransientError } from '../../model/errors.ts';
import { documentKey, idleSlot, publishReportKey, type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { PublishReport, SlotMarker } from '../../model/runs/reports.ts';
import type { RunOrder } from '../../model/runs/run.ts';
import { numberEnv } from '../runtime/env.ts';
import { dataBucket, findJson, findVersionedJson, readJson, writeJsonIf } from '../runtime/s3.ts';
import { readLiveSlot } from '../runtime/stage.ts';
import { timing } from '../runtime/steps.ts';
import { emitDocuments } from './metrics.ts';
import { withRelease } from './release.ts';

const STATUS_PATH = objectPath(ENDPOINTS.status.path);

/** Whether the release differs from the live one in more than run ids and times, and the slot that it would fill. */
export async function compare({ run_id }: RunOrder, now: () => Date) {
  const began = now();
  // A repeat keeps the first time, because fill must write the documents that were compared.
  const earlier = await findVersionedJson<PublishReport>(publishReportKey(run_id));
  const published_at = earlier?.value.published_at ?? began.toISOString();
  const live = await readLiveSlot();
  const target = idleSlot(live);
  const tally = createTally();
  await withRelease(run_id, published_at, async (documents) => {
    for await (const change of compareWithSlot(dataBucket, documents, live)) {
      const same = change.kind === 'changed' && (await onlyRunsDiffer(change, live!));
      tally.add(same ? 'unchanged' : change.kind);
    }
  });
  const changes = tally.counts();
  const changed = live === null || changes.added + changes.changed + changes.removed > 0;
  const report: PublishReport = {
    published_at,
    live,
    target,
    changes,
    changed,
    filled: null,
    ...timing(began, now()),
  };
  // The report must not change after fill has read it. If two attempts run concurrently, the slower one restarts with
  // the other's time.
  if (!(await writeJsonIf(publishReportKey(run_id), report, earlier?.etag ?? null)))
    throw new TransientError(`Another attempt compared the release of ${run_id} at the same time.`);
  // If the release changed, fill emits the metrics.
  if (!changed) emitDocuments(changes);
  return { changed, live, target, wait_seconds: await drainSeconds(live, now()) };
}

/** Whether a changed document is the status and differs from the live one only in run ids and times. */
async function onlyRunsDiffer(change: Change<ReleaseDocument>, live: Slot): Promise<boolean> {
  if (change.kind !== 'changed' || change.document.path !== STATUS_PATH) return false;
  const served = await readJson<StatusLike>(documentKey(live, STATUS_PATH));
  return withoutRuns(served) === withoutRuns(JSON.parse(change.document.body.toString()) as StatusLike);
}

interface StatusLike {
  readonly months: readonly { readonly run_id: string }[];
}

function withoutRuns(status: StatusLike): string {
  const months = status.months.map((month) => ({ ...month, run_id: '' }));
  return JSON.stringify({ ...status, run_id: '', published_at: '', months });
}

/** For how many seconds clients may still read the idle slot, which was live before the last switch. */
async function drainSeconds(live: Slot | null, now: Date): Promise<number> {
  const since = live && (await findJson<SlotMarker>(slotMarkerKey(live)))?.activated_at;
  if (!since) return 0;
  return Math.max(0, Math.ceil(numberEnv('DRAIN_SECONDS') - (now.getTime() - Date.parse(since)) / 1000));
}
