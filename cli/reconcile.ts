import { SLOTS, type Slot } from '../model/keys.ts';
import { isSettled, type Settlement, settle, settlementText } from './reconcile/reconcile.ts';
import { print, runCommand, say } from './shared/command.ts';
import { OptionsError, readOptions } from './shared/options.ts';
import { isUntouched, useTarget } from './shared/target.ts';
import { readTarget, TARGET_OPTIONS, TARGET_USAGE } from './shared/target-options.ts';

/** `npm run settle`: after a deployment, the stage names its slot again, and the documents are as the deployed code makes them. */

await runCommand(async () => {
  const options = readOptions(
    { ...TARGET_OPTIONS, slot: { type: 'string' }, json: { type: 'boolean', default: false } },
    `npm run settle -- [--slot blue|green] ${TARGET_USAGE} [--json]`,
  );
  const where = readTarget(options);
  const wanted = options.slot === undefined ? null : readSlot(options.slot);
  const settlement: Settlement = isUntouched(where)
    ? {
        slot: { action: 'unreleased', slot: null },
        release: { action: 'none', run_id: null, failure: null },
      }
    : await useTarget(where, (target) => settle(target, { wanted, say }));
  if (options.json) print(JSON.stringify(settlement, null, 2));
  else print(settlementText(settlement));
  return isSettled(settlement) ? 0 : 1;
});

function readSlot(option: string): Slot {
  const slot = SLOTS.find((known) => known === option);
  if (slot) return slot;
  throw new OptionsError(`--slot is "${option}", but must be ${SLOTS.join(' or ')}.`);
}
