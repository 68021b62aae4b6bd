import {
  endingSignal,
  print,
  runCommand,
  say,
  unlessSignalled,
  useStack,
} from '../local/commands/command.ts';
import { readDataDir, readOptions } from '../local/commands/options.ts';
import { runSomewhere } from '../local/commands/ordered-runs.ts';
import { rollbackOrder } from '../local/commands/run-month.ts';
import type { ReleaseName, RunRecord } from '../model/reports.ts';
import { parseRollbackInput } from '../model/run.ts';
import { monthsOf } from './commands/release-text.ts';

/** `npm run rollback`: the API serves the release before again, or that of the run that `--to` names. */

await runCommand(async () => {
  const options = readOptions(
    {
      to: { type: 'string' },
      reason: { type: 'string' },
      'data-dir': { type: 'string', default: '.local' },
      json: { type: 'boolean', default: false },
    },
    'npm run rollback -- [--to RUN_ID] [--reason TEXT] [--data-dir DIR] [--json]',
  );
  const input = {
    ...(options.to !== undefined && { to: options.to }),
    ...(options.reason !== undefined && { reason: options.reason }),
  };
  // What the first step would refuse is told before anything is started.
  parseRollbackInput(input);
  const signalled = endingSignal();
  const stackOptions = { dataDir: readDataDir(options['data-dir']), port: null, report: say };
  const { stack, finish } = await unlessSignalled(
    signalled,
    runSomewhere(stackOptions, { order: rollbackOrder(input), say, signalled }),
  );
  const run = await useStack(stack, signalled, finish);
  if (options.json && run.record !== null) process.stdout.write(run.record);
  if (run.failure !== null) say(run.failure.split('\n')[0]!);
  if (run.succeeded && !options.json) print(told(JSON.parse(run.record!) as RunRecord));
  return run.succeeded ? 0 : 1;
});

function told({ rollback, release }: RunRecord): string {
  const { added = 0, changed = 0, removed = 0 } = release?.changes ?? {};
  const [to, from] = [rollback!.to!, rollback!.from!];
  const named = ({ run_id, slot }: ReleaseName) => `the run ${run_id} (slot ${slot})`;
  if (release?.changed === false)
    return `The API serves the release of ${named(to)} already: ${monthsOf(to)}, published ${to.published_at}.`;
  return [
    `The API serves the release of ${named(to)} again: ${monthsOf(to)}, published ${to.published_at}.`,
    `It served that of ${named(from)}: ${monthsOf(from)}; ${added + changed + removed} documents differ. The next rollback goes forward to it again.`,
  ].join('\n');
}
