import type { Slot } from '../../model/keys.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { monthRequest } from '../shared/run-month.ts';
import type { Target } from '../shared/target.ts';
import { decideRelease, decideSlot, type ReleaseDecision, type SlotDecision } from './decide.ts';
import { readReleaseFacts, readSlotFacts } from './facts.ts';

/** The result of reconciling: the facts and the actions. */
export interface Reconciliation {
  readonly slot: SlotDecision;
  readonly release: ReleaseDecision & {
    /** The run that rebuilt the documents; null if there was none or it was not recorded. */
    readonly run_id: string | null;
    /** Why that run failed. */
    readonly failure: string | null;
  };
}

const REASON = 'The deployed code describes the documents differently from the live release.';

/**
 * Reconciles a stack with its live release after a deployment: the stage names the live slot, and the documents are as the deployed
 * code writes them. If both are already true, nothing is changed.
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
  log(`The description of the documents has changed: running ${release.month} from its committed tables.`);
  const run = await target.run(monthRequest({ month: release.month, from: 'aggregate', reason: REASON }));
  const record = run.record === null ? null : (JSON.parse(run.record) as RunRecord);
  return { slot, release: { ...release, run_id: record?.run_id ?? null, failure: run.failure } };
}

/** Whether the stack and its release are now consistent. */
export const isReconciled = ({ slot, release }: Reconciliation): boolean =>
  slot.action !== 'refused' && release.action !== 'refused' && release.failure === null;

/** The result as sentences, one per line. */
export function reconciliationText({ slot, release }: Reconciliation): string {
  return [slotText(slot), ...releaseText(release)].join('\n');
}

function slotText(slot: SlotDecision): string {
  switch (slot.action) {
    case 'kept':
      return `The API still serves slot ${slot.slot}.`;
    case 'unreleased':
      return 'Nothing has been released yet: there is nothing to reconcile.';
    case 'set':
      return `The API's stage named no slot; it serves slot ${slot.slot} again (${slot.why}).`;
    case 'refused':
      return `The API's stage names no slot, and none was set: ${slot.why}.`;
  }
}

function releaseText(release: Reconciliation['release']): string[] {
  switch (release.action) {
    case 'none':
      return [];
    case 'kept':
      return ['Its documents match the deployed code.'];
    case 'refused':
      return [`Its documents were not rebuilt: ${release.why}.`];
    case 'publish':
      return [
        release.failure === null
          ? `Its documents were rebuilt by run ${release.run_id}.`
          : `Its documents were not rebuilt, and the API serves the previous ones: ${release.failure}`,
      ];
  }
}
