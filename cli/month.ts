import { parseRunInput } from '../model/runs/run.ts';
import type { RunRecord } from '../model/runs/run-record.ts';
import type { MONTH } from './commands/runs.ts';
import { log, print } from './shared/command.ts';
import { dryRunText, wouldPass } from './shared/dry-run-text.ts';
import { OptionsError, readSettings, readSource } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { type MonthInput, monthRequest } from './shared/run-month.ts';
import { useTarget } from './shared/target.ts';
import { readTarget, targetOption } from './shared/target-options.ts';

/** `npm run month`: runs one month in a deployed stack, in the local stack of the data folder, or in a new local stack. */
export async function run(options: OptionsOf<typeof MONTH>): Promise<number> {
  const ref = readTarget(options);
  if (ref.kind === 'deployed' && options.settings !== undefined) {
    throw new OptionsError(
      '--settings is for local stacks; a deployed stack has the settings of its deployment.',
    );
  }
  const settings = readSettings(options.settings);
  const input: MonthInput = {
    month: options.month,
    ...(options.source !== undefined && { source: readSource(options.source) }),
    ...(options.from !== undefined && { from: options.from }),
    ...(options['dry-run'] && { dry_run: true }),
    ...(options['no-publish'] && { publish: false }),
    ...(options.force && { force: true }),
    ...(options.reason !== undefined && { reason: options.reason }),
  };
  // Invalid input is rejected before anything is started.
  parseRunInput(input);

  const run = await useTarget(ref, (target) => target.run(monthRequest(input)), { settings });
  const dryRun = options['dry-run'] && run.record !== null ? (JSON.parse(run.record) as RunRecord) : null;
  if (run.record !== null && options.json) process.stdout.write(run.record);
  else if (dryRun) print(dryRunText(dryRun, targetOption(ref)));
  if (run.failure !== null) log(run.failure);
  return run.succeeded && (!dryRun || wouldPass(dryRun)) ? 0 : 1;
}
