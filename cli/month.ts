import { parseRunInput } from '../model/runs/run.ts';
import type { RunRecord } from '../model/runs/run-record.ts';
import { log, print, runCommand } from './shared/command.ts';
import { dryRunText, wouldPass } from './shared/dry-run-text.ts';
import { OptionsError, readOptions, readSettings, readSource } from './shared/options.ts';
import { type MonthInput, monthRequest } from './shared/run-month.ts';
import { useTarget } from './shared/target.ts';
import { readTarget, TARGET_OPTIONS, TARGET_USAGE, targetOption } from './shared/target-options.ts';

/** `npm run month`: one run to its end, in a deployed stack, in the one that runs on the data folder, or in one of its own. */

const USAGE =
  'npm run month -- --month 2026-10 [--source URI] [--from ingest|normalize|aggregate] [--dry-run] [--no-publish] ' +
  `[--force] [--reason TEXT] ${TARGET_USAGE} [--settings JSON] [--json]`;

await runCommand(async () => {
  const options = readOptions(
    {
      ...TARGET_OPTIONS,
      month: { type: 'string' },
      source: { type: 'string' },
      from: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'no-publish': { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      reason: { type: 'string' },
      settings: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    USAGE,
  );
  if (options.month === undefined) throw new OptionsError(`--month is missing. Usage: ${USAGE}`);
  const ref = readTarget(options);
  if (ref.kind === 'deployed' && options.settings !== undefined) {
    throw new OptionsError(
      '--settings is for local stacks: a deployed one has those that it was deployed with.',
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
  // What plan would refuse is told before anything is started.
  parseRunInput(input);

  const run = await useTarget(ref, (target) => target.run(monthRequest(input)), { settings });
  const dryRun = options['dry-run'] && run.record !== null ? (JSON.parse(run.record) as RunRecord) : null;
  if (run.record !== null && options.json) process.stdout.write(run.record);
  else if (dryRun) print(dryRunText(dryRun, targetOption(ref)));
  if (run.failure !== null) log(run.failure);
  return run.succeeded && (!dryRun || wouldPass(dryRun)) ? 0 : 1;
});
