import { createClients } from './shared/clients.ts';
import { endingSignal, log, print, runCommand, unlessSignalled } from './shared/command.ts';
import { credentialLines } from './shared/credentials.ts';
import { liveSlot } from './shared/lake.ts';
import { readDataDir, readOptions, readPort, readSettings } from './shared/options.ts';
import { openServingStack } from './shared/serving.ts';

/** `npm run serve`: serves what is released, until told to end. */

await runCommand(async () => {
  const options = readOptions(
    {
      port: { type: 'string', default: '3000' },
      'data-dir': { type: 'string', default: '.local' },
      settings: { type: 'string' },
    },
    'npm run serve -- [--port N] [--data-dir DIR] [--settings JSON]',
  );
  const port = readPort(options.port);
  const dataDir = readDataDir(options['data-dir']);
  const settings = readSettings(options.settings);
  const signalled = endingSignal();
  const stack = await unlessSignalled(signalled, openServingStack({ dataDir, port, settings, report: log }));
  const clients = createClients(stack.info);
  const slot = await liveSlot(clients, stack.info);
  clients.close();
  if (slot === null) log(`Nothing is released in ${dataDir} yet: run a month with npm run month.`);
  for (const line of credentialLines(stack.info)) log(line);
  print(`Serving ${stack.info.website ?? `${stack.info.api}/v1/`}   (Ctrl-C ends it)`);
  const signal = await signalled;
  await stack.abort(`The stack was ended by ${signal}.`);
  return 0;
});
