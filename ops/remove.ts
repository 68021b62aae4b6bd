import { print, runCommand, say } from '../local/commands/command.ts';
import { OptionsError, readOptions } from '../local/commands/options.ts';
import { type MonthInput, monthOrder } from '../local/commands/run-month.ts';
import type { RunRecord } from '../model/reports.ts';
import { parseRunInput } from '../model/run.ts';
import { counted } from './commands/columns.ts';
import { useTarget } from './commands/target.ts';
import { readTarget, TARGET_OPTIONS, TARGET_USAGE } from './commands/target-options.ts';

/** `npm run remove`: takes a month away that came by mistake, and makes the release anew without it. */

const USAGE = `npm run remove -- --month 2026-10 [--force] [--reason TEXT] ${TARGET_USAGE} [--json]`;

await runCommand(async () => {
  const options = readOptions(
    {
      ...TARGET_OPTIONS,
      month: { type: 'string' },
      force: { type: 'boolean', default: false },
      reason: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    USAGE,
  );
  if (options.month === undefined) throw new OptionsError(`--month is missing. Usage: ${USAGE}`);
  const where = readTarget(options);
  const input: MonthInput = {
    month: options.month,
    remove: true,
    ...(options.force && { force: true }),
    ...(options.reason !== undefined && { reason: options.reason }),
  };
  // What plan would refuse is told before anything is started.
  parseRunInput(input);
  const run = await useTarget(where, (target) => target.run(monthOrder(input)));
  if (options.json && run.record !== null) process.stdout.write(run.record);
  if (run.failure !== null) say(run.failure.split('\n')[0]!);
  if (run.succeeded && !options.json) print(told(JSON.parse(run.record!) as RunRecord));
  return run.succeeded ? 0 : 1;
});

function told({ month, run_id, release }: RunRecord): string {
  const { added = 0, changed = 0, removed = 0 } = release?.changes ?? {};
  return [
    `${month} is removed (run ${run_id}): ${counted(changed, 'document')} changed, ${added} new, ${removed} gone.`,
    `It comes back by running it from a source: npm run month -- --month ${month} --source URI`,
  ].join('\n');
}
