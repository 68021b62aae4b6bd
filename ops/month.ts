import { endingSignal, runCommand, say, unlessSignalled, useStack } from '../local/commands/command.ts';
import {
  OptionsError,
  readDataDir,
  readOptions,
  readSettings,
  readSource,
} from '../local/commands/options.ts';
import { runSomewhere } from '../local/commands/ordered-runs.ts';
import { type MonthInput, monthOrder } from '../local/commands/run-month.ts';
import { parseRunInput } from '../model/run.ts';

/** `npm run month`: one run to its end, in the stack that runs on the data folder or in one of its own. */

const USAGE =
  'npm run month -- --month 2026-10 [--source URI] [--from ingest|normalize|aggregate] [--no-publish] [--force] ' +
  '[--reason TEXT] [--data-dir DIR] [--settings JSON] [--json]';

await runCommand(async () => {
  const options = readOptions(
    {
      month: { type: 'string' },
      source: { type: 'string' },
      from: { type: 'string' },
      'no-publish': { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      reason: { type: 'string' },
      'data-dir': { type: 'string', default: '.local' },
      settings: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    USAGE,
  );
  if (options.month === undefined) throw new OptionsError(`--month is missing. Usage: ${USAGE}`);
  const input: MonthInput = {
    month: options.month,
    ...(options.source !== undefined && { source: readSource(options.source) }),
    ...(options.from !== undefined && { from: options.from }),
    ...(options['no-publish'] && { publish: false }),
    ...(options.force && { force: true }),
    ...(options.reason !== undefined && { reason: options.reason }),
  };
  // What plan would refuse is told before anything is started.
  parseRunInput(input);

  const signalled = endingSignal();
  const stackOptions = {
    dataDir: readDataDir(options['data-dir']),
    port: null,
    settings: readSettings(options.settings),
    report: say,
  };
  const { stack, finish } = await unlessSignalled(
    signalled,
    runSomewhere(stackOptions, { order: monthOrder(input), say, signalled }),
  );
  const run = await useStack(stack, signalled, finish);
  if (options.json && run.record !== null) process.stdout.write(run.record);
  // One line: engines draw pictures of where a query went wrong.
  if (run.failure !== null) say(run.failure.split('\n')[0]!);
  return run.succeeded ? 0 : 1;
});
