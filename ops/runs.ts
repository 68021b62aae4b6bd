import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createClients } from '../local/commands/clients.ts';
import {
  endingSignal,
  print,
  runCommand,
  say,
  unlessSignalled,
  useStack,
} from '../local/commands/command.ts';
import { readDataDir, readLimit, readOptions } from '../local/commands/options.ts';
import { openStack } from '../local/stack/stack.ts';
import { listRuns, type RunList } from './commands/run-list.ts';
import { runTable } from './commands/run-table.ts';

/** `npm run runs`: what ran, the newest first. */

const NOTHING: RunList = { live: null, runs: [], earlier: 0 };

await runCommand(async () => {
  const options = readOptions(
    {
      'data-dir': { type: 'string', default: '.local' },
      limit: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
    'npm run runs -- [--limit N] [--data-dir DIR] [--json]',
  );
  const dataDir = readDataDir(options['data-dir']);
  const limit = readLimit(options.limit);
  const signalled = endingSignal();
  const list = existsSync(join(dataDir, 's3')) ? await read(dataDir, limit, signalled) : NOTHING;
  if (options.json) print(JSON.stringify(list, null, 2));
  else if (list.runs.length === 0)
    print(`Nothing has run in ${dataDir} yet: run a month with npm run month.`);
  else print(runTable(list));
  return 0;
});

async function read(dataDir: string, limit: number, signalled: Promise<NodeJS.Signals>): Promise<RunList> {
  // Whoever wants to run something meanwhile waits: this process would have to stay for it.
  const opened = openStack({ dataDir, port: null, shared: false, report: say });
  const stack = await unlessSignalled(signalled, opened);
  return useStack(stack, signalled, async () => {
    const clients = createClients(stack.info);
    try {
      return await unlessSignalled(
        signalled,
        // In a stack that was just started nothing is in progress.
        listRuns(clients, stack.info, { limit, now: new Date(), inProgress: !stack.own }),
      );
    } finally {
      clients.close();
    }
  });
}
