import type { Slot } from '../../model/keys.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { monthRequest } from '../shared/run-month.ts';
import type { Target } from '../shared/target.ts';
import { decideRelease, decideSlot, type ReleaseDecision, type SlotDecision } from './decide.ts';
import { readReleaseFacts, readSlotFacts } from './facts.ts';

/** What settling found and did. */
export interface Reconciliation {
  readonly slot: SlotDecision;
  readonly release: ReleaseDecision & {
    /** The run that made the documents anew; null where there was none, or where it could not be recorded. */
    readonly run_id: string | null;
    /** Why that run failed. */
    readonly failure: string | null;
  };
}

const REASON = 'The code that was deployed describes the documents otherwise than the live release does.';

/**
 * Brings a deployed stack and its live release together again: the stage names the slot that was live, and the documents are as the
 * deployed code makes them. Whatever is so already is left alone. `say` is told what is about to be done.
 */
export async function reconcile(
  target: Target,
  { wanted, log }: { wanted: Slot | null; log: (line: string) => void },
): Promise<Reconciliation> {
  const slot = decideSlot(await readSlotFacts(target.clients, wanted));
  const nothing = { run_id: null, failure: null };
  if (slot.action === 'refused') return { slot, release: { action: 'none', ...nothing } };
  if (slot.action === 'set') await target.clients.stage.writeLiveSlot(slot.slot);

  const release = decideRelease(await readReleaseFacts(target.clients));
  if (release.action !== 'publish') return { slot, release: { ...release, ...nothing } };
  log(`The description of the documents has changed: runs ${release.month} from its committed tables.`);
  const run = await target.run(monthRequest({ month: release.month, from: 'aggregate', reason: REASON }));
  const record = run.record === null ? null : (JSON.parse(run.record) as RunRecord);
  return { slot, release: { ...release, run_id: record?.run_id ?? null, failure: run.failure } };
}

/** Whether all is as it must be now. */
export const isReconciled = ({ slot, release }: Reconciliation): boolean =>
  slot.action !== 'refused' && release.action !== 'refused' && release.failure === null;

/** What settling did, a sentence a line. */
export function reconciliationText({ slot, release }: Reconciliation): string {
  return [slotText(slot), ...releaseText(release)].join('\n');
}

function slotText(slot: SlotDecision): string {
  switch (slot.action) {
    case 'kept':
      return `The API serves the slot ${slot.slot}, as before.`;
    case 'unreleased':
      return 'Nothing was ever released here: there is nothing to settle.';
    case 'set':
      return `The API's stage named no slot: it serves ${slot.slot} again (${slot.why}).`;
    case 'refused':
      return `The API's stage names no slot, and none was set: ${slot.why}.`;
  }
}

function releaseText(release: Reconciliation['release']): string[] {
  switch (release.action) {
    case 'none':
      return [];
    case 'kept':
      return ['Its documents are described as the deployed code describes them.'];
    case 'refused':
      return [`Its documents were not made anew: ${release.why}.`];
    case 'publish':
      return [
        release.failure === null
          ? `Its documents were made anew by the run ${release.run_id}.`
          : `Its documents were not made anew, the API serves the ones before: ${release.failure}`,
      ];
  }
}
