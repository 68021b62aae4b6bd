import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commitKey } from '../model/keys.ts';
import { isMonth } from '../model/months.ts';
import { createClients } from './commands/clients.ts';
import { endingSignal, print, runCommand, say, unlessSignalled, useStack } from './commands/command.ts';
import { findText, liveSlot } from './commands/lake.ts';
import { runMonth } from './commands/months.ts';
import { readDataDir, readOptions, readPort } from './commands/options.ts';
import { openServingStack } from './commands/serving.ts';
import { PROJECT } from './project.ts';
import type { Stack } from './stack/stack.ts';

/** `npm start`: runs the sample months through the real state machine, then serves the API until told to end. */

const DROPS = join(PROJECT, 'fixtures/drops');

await runCommand(async () => {
  const options = readOptions(
    { port: { type: 'string', default: '3000' }, 'data-dir': { type: 'string', default: '.local' } },
    'npm start -- [--port N] [--data-dir DIR]',
  );
  const port = readPort(options.port);
  const dataDir = readDataDir(options['data-dir']);
  const signalled = endingSignal();
  const stack = await unlessSignalled(signalled, openServingStack({ dataDir, port, report: say }));
  return useStack(stack, signalled, async () => {
    for (const month of await missingMonths(stack)) {
      const source = pathToFileURL(join(DROPS, month)).href;
      const input = { month, source, reason: 'the sample of npm start' };
      const run = await runMonth(stack, { input, say, signalled });
      if (run.failure !== null) {
        say(`The sample month ${month} failed: ${run.failure}`);
        return 1;
      }
    }
    print(greeting(stack.info.api!, port));
    await stack.abort(`The stack was ended by ${await signalled}.`);
    return 0;
  });
});

/** The sample months that the data folder lacks; all of them, newest data last, where nothing is released. */
async function missingMonths(stack: Stack): Promise<string[]> {
  const months = readdirSync(DROPS).filter(isMonth).toSorted();
  const clients = createClients(stack.info);
  try {
    if ((await liveSlot(clients, stack.info)) === null) return months;
    const commits = await Promise.all(months.map((month) => findText(clients, stack.info, commitKey(month))));
    return months.filter((_, index) => commits[index] === null);
  } finally {
    clients.close();
  }
}

function greeting(api: string, port: number): string {
  return [
    '',
    `Serving ${api}/v1/   (Ctrl-C ends it)`,
    '',
    `  What there is        curl -s ${api}/v1/`,
    `  Every release year   curl -s ${api}/v1/stats/year`,
    `  One year             curl -s ${api}/v1/stats/year/1995`,
    `  Genres, companies    curl -s ${api}/v1/stats/genre   curl -s ${api}/v1/stats/company`,
    `  What was ingested    curl -s ${api}/v1/status`,
    '',
    '  Another month        npm run month -- --month 2026-11 --source FOLDER',
    ...(port === 0 ? [] : ['  Another port         npm start -- --port 0']),
  ].join('\n');
}
