import { parseRunInput } from '../model/runs/run.ts';
import type { RunRecord } from '../model/runs/run-record.ts';
import { quantity } from './shared/columns.ts';
import { log, print, runCommand } from './shared/command.ts';
import { dryRunText, wouldPass } from './shared/dry-run-text.ts';
import { OptionsError, readOptions } from './shared/options.ts';
import { type MonthInput, monthRequest } from './shared/run-month.ts';
import { useTarget } from './shared/target.ts';
import { readTarget, TARGET_OPTIONS, TARGET_USAGE, targetOption } from './shared/target-options.ts';

/** `npm run remove`: takes a month away that came by mistake, and makes the release anew without it. */

const USAGE = `npm run remove -- --month 2026-10 [--dry-run] [--force] [--reason TEXT] ${TARGET_USAGE} [--json]`;

await runCommand(async () => {
  const options = readOptions(
    {
      ...TARGET_OPTIONS,
      month: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      reason: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    USAGE,
  );
  if (options.month === undefined) throw new OptionsError(`--month is missing. Usage: ${USAGE}`);
  const ref = readTarget(options);
  const input: MonthInput = {
    month: options.month,
    remove: true,
    ...(options['dry-run'] && { dry_run: true }),
    ...(options.force && { force: true }),
    ...(options.reason !== undefined && { reason: options.reason }),
  };
  // What plan would refuse is told before anything is started.
  parseRunInput(input);
  const run = await useTarget(ref, (target) => target.run(monthRequest(input)));
  if (options.json && run.record !== null) process.stdout.write(run.record);
  if (run.failure !== null) log(run.failure);
  if (!run.succeeded) return 1;
  const record = JSON.parse(run.record!) as RunRecord;
  if (!options.json) {
    const target = targetOption(ref);
    print(record.dry_run ? dryRunText(record, target) : told(record, target));
  }
  return record.dry_run && !wouldPass(record) ? 1 : 0;
});

function told({ month, run_id, release }: RunRecord, target: string): string {
  const { added = 0, changed = 0, removed = 0 } = release?.changes ?? {};
  return [
    `${month} is removed (run ${run_id}): ${quantity(changed, 'document')} changed, ${added} new, ${removed} gone.`,
    `It comes back by running it from a source: npm run month -- --month ${month} --source URI${target}`,
  ].join('\n');
}
