import { SLOTS, type Slot } from '../model/keys.ts';
import { isReconciled, type Reconciliation, reconcile, reconciliationText } from './reconcile/reconcile.ts';
import { log, print, runCommand } from './shared/command.ts';
import { OptionsError, readOptions } from './shared/options.ts';
import { hasNeverRun, useTarget } from './shared/target.ts';
import { readTarget, TARGET_OPTIONS, TARGET_USAGE } from './shared/target-options.ts';

/** `npm run settle`: after a deployment, the stage names its slot again, and the documents are as the deployed code makes them. */

await runCommand(async () => {
  const options = readOptions(
    { ...TARGET_OPTIONS, slot: { type: 'string' }, json: { type: 'boolean', default: false } },
    `npm run settle -- [--slot blue|green] ${TARGET_USAGE} [--json]`,
  );
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
});

function readSlot(option: string): Slot {
  const slot = SLOTS.find((known) => known === option);
  if (slot) return slot;
  throw new OptionsError(`--slot is "${option}", but must be ${SLOTS.join(' or ')}.`);
}
