import { SLOTS, type Slot } from '../model/keys.ts';
import type { SETTLE } from './commands/deploy.ts';
import { isReconciled, type Reconciliation, reconcile, reconciliationText } from './reconcile/reconcile.ts';
import { log, print } from './shared/command.ts';
import { OptionsError } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { hasNeverRun, useTarget } from './shared/target.ts';
import { readTarget } from './shared/target-options.ts';

/** `npm run settle`: after a deployment, restores the live slot and rebuilds documents that the new code changes. */
export async function run(options: OptionsOf<typeof SETTLE>): Promise<number> {
  const ref = readTarget(options);
  const wanted = options.slot === undefined ? null : readSlot(options.slot);
  const reconciliation: Reconciliation = hasNeverRun(ref)
    ? {
        slot: { action: 'unreleased', slot: null },
        release: { action: 'none', run_id: null, failure: null },
      }
    : await useTarget(ref, (target) => reconcile(target, { wanted, log }));
  if (options.json) print(JSON.stringify(reconciliation, null, 2));
  else print(reconciliationText(reconciliation));
  return isReconciled(reconciliation) ? 0 : 1;
}

function readSlot(option: string): Slot {
  const slot = SLOTS.find((known) => known === option);
  if (slot) return slot;
  throw new OptionsError(`--slot is "${option}", but must be ${SLOTS.join(' or ')}.`);
}
