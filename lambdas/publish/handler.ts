import pMap, { pMapSkip } from 'p-map';
import { ENDPOINTS, objectPath } from '../../model/endpoints.ts';
import { LiveSlotMovedError, SlotIncompleteError } from '../../model/errors.ts';
import { documentKey, idleSlot, publishReportKey, type Slot, slotMarkerKey } from '../../model/keys.ts';
import type { PublishReport, SlotMarker } from '../../model/reports.ts';
import type { RunOrder } from '../../model/run.ts';
import { readCommits } from '../runtime/commits.ts';
import { numberEnv } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { assertLock } from '../runtime/lock.ts';
import { deleteObject, findJson, readJson, writeJson, writeObject } from '../runtime/s3.ts';
import { readLiveSlot } from '../runtime/stage.ts';
import { timing } from '../runtime/steps.ts';
import { type Change, compareWithSlot, createDigest, createTally, listSlot } from './changes.ts';
import { type ReleaseInput, releaseDocuments } from './release.ts';

/** Requests under way at once: S3 answers each in tens of milliseconds, so it is their number that makes speed. */
const REQUESTS_AT_ONCE = 64;
const STATUS_PATH = objectPath(ENDPOINTS.status.path);

/** First "compare", which changes nothing; then, if anything differs, "fill". */
export type PublishEvent =
  | (RunOrder & { readonly step: 'compare' })
  | (RunOrder & { readonly step: 'fill'; readonly live: Slot | null; readonly target: Slot });

/** Makes the API's documents, and brings the slot that is not live to hold them. */
export const handler = step('publish', async (event: PublishEvent, now) =>
  event.step === 'compare' ? compare(event, now) : fill(event, now),
);

/** Whether the release differs from the live one in more than run ids and times, and which slot it would go to. */
async function compare({ run_id }: RunOrder, now: () => Date) {
  const began = now();
  // A repeat keeps the first time: what it compares must be what is filled in later.
  const earlier = await findJson<PublishReport>(publishReportKey(run_id));
  const published_at = earlier?.value.published_at ?? began.toISOString();
  const live = await readLiveSlot();
  const target = idleSlot(live);
  const tally = createTally();
  for await (const change of compareWithSlot(
    releaseDocuments(await releaseInput(run_id, published_at)),
    live,
  )) {
    tally.add(change.kind === 'changed' && (await onlyRunsDiffer(change, live!)) ? 'unchanged' : change.kind);
  }
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
  await writeJson(publishReportKey(run_id), report);
  return { changed, live, target, wait_seconds: await drainSeconds(live, now()) };
}

/** Fills the idle slot, writing only what differs there, and proves that it holds the release and nothing else. */
async function fill(event: RunOrder & { live: Slot | null; target: Slot }, now: () => Date) {
  const began = now();
  const { run_id, execution_arn, live, target } = event;
  await assertLock(execution_arn);
  const found = await readLiveSlot();
  if (found !== live) {
    throw new LiveSlotMovedError(
      `The API serves ${found ?? 'no slot'}, but ${live ?? 'no slot'} was live when this run compared with it; run it again.`,
    );
  }
  const report = await readJson<PublishReport>(publishReportKey(run_id));
  const marker: SlotMarker = {
    slot: target,
    complete: false,
    run_id,
    documents: null,
    digest: null,
    activated_at: null,
  };
  await writeJson(slotMarkerKey(target), marker);

  const tally = createTally();
  const digest = createDigest();
  let bytes = 0;
  const changes = compareWithSlot(releaseDocuments(await releaseInput(run_id, report.published_at)), target);
  const noted = (async function* () {
    for await (const change of changes) {
      tally.add(change.kind);
      if (change.kind !== 'removed') {
        digest.add(change.document.path, change.document.md5);
        bytes += change.document.body.length;
      }
      if (change.kind !== 'unchanged') yield change;
    }
  })();
  await pMap(noted, (change) => apply(change, target, run_id), { concurrency: REQUESTS_AT_ONCE });

  await verify(target, digest.value());
  await writeJson(slotMarkerKey(target), {
    ...marker,
    complete: true,
    documents: digest.count(),
    digest: digest.value(),
  });
  const { seconds } = timing(began, now());
  const filled = { ...tally.counts(), documents: digest.count(), bytes, seconds };
  await writeJson(publishReportKey(run_id), { ...report, filled });
  return filled;
}

async function releaseInput(runId: string, publishedAt: string): Promise<ReleaseInput> {
  return { runId, publishedAt, commits: await readCommits() };
}

async function apply(change: Change, slot: Slot, runId: string): Promise<typeof pMapSkip> {
  if (change.kind === 'removed') await deleteObject(documentKey(slot, change.path));
  else {
    const { path, body } = change.document;
    await writeObject(documentKey(slot, path), body, 'application/json', { metadata: { run_id: runId } });
  }
  // Nothing to collect: p-map would keep a result for every document.
  return pMapSkip;
}

/** @throws SlotIncompleteError when the slot doesn't hold exactly what was to be written */
async function verify(slot: Slot, expected: string): Promise<void> {
  const held = createDigest();
  for await (const { path, md5 } of listSlot(slot)) held.add(path, md5);
  if (held.value() === expected) return;
  throw new SlotIncompleteError(
    `The slot ${slot} does not hold what was written into it; the API still serves the last release, run it again.`,
  );
}

/** Whether a changed document is the status, and only run ids and times differ from the live one. */
async function onlyRunsDiffer(change: Change, live: Slot): Promise<boolean> {
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

/** How long the idle slot, which was live until the live one was activated, may still be read. */
async function drainSeconds(live: Slot | null, now: Date): Promise<number> {
  const since = live && (await findJson<SlotMarker>(slotMarkerKey(live)))?.value.activated_at;
  if (!since) return 0;
  return Math.max(0, Math.ceil(numberEnv('DRAIN_SECONDS') - (now.getTime() - Date.parse(since)) / 1000));
}
