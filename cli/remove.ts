import { parseRunInput } from '../model/runs/run.ts';
import type { RunRecord } from '../model/runs/run-record.ts';
import type { REMOVE } from './commands/runs.ts';
import { quantity } from './shared/columns.ts';
import { log, print } from './shared/command.ts';
import { dryRunText, wouldPass } from './shared/dry-run-text.ts';
import type { OptionsOf } from './shared/parser.ts';
import { type MonthInput, monthRequest } from './shared/run-month.ts';
import { useTarget } from './shared/target.ts';
import { readTarget, targetOption } from './shared/target-options.ts';

/** `npm run remove`: removes a month and publishes the release without it. */
export async function run(options: OptionsOf<typeof REMOVE>): Promise<number> {
  const ref = readTarget(options);
  const input: MonthInput = {
    month: options.month,
    remove: true,
    ...(options['dry-run'] && { dry_run: true }),
    ...(options.force && { force: true }),
    ...(options.reason !== undefined && { reason: options.reason }),
  };
  // Invalid input is rejected before anything is started.
  parseRunInput(input);
  const run = await useTarget(ref, (target) => target.run(monthRequest(input)));
  if (options.json && run.record !== null) process.stdout.write(run.record);
  if (run.failure !== null) log(run.failure);
  if (!run.succeeded) return 1;
  const record = JSON.parse(run.record!) as RunRecord;
  if (!options.json) {
    const target = targetOption(ref);
    print(record.dry_run ? dryRunText(record, target) : summaryOf(record, target));
  }
  return record.dry_run && !wouldPass(record) ? 1 : 0;
}

function summaryOf({ month, run_id, release }: RunRecord, target: string): string {
  const { added = 0, changed = 0, removed = 0 } = release?.changes ?? {};
  return [
    `${month} is removed (run ${run_id}): ${quantity(changed, 'document')} changed, ${added} added, ${removed} removed.`,
    `To restore it, run the month again: npm run month -- --month ${month} --source URI${target}`,
  ].join('\n');
}
