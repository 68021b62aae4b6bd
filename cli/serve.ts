import type { SERVE } from './commands/serve.ts';
import { createClients } from './shared/clients.ts';
import { log, print, rejectOnSignal, shutdownSignal } from './shared/command.ts';
import { credentialLines } from './shared/credentials.ts';
import { readDataDir, readPort, readSettings } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { openServingStack } from './shared/serving.ts';

/** `npm run serve`: serves website and API of a data folder until it is interrupted. */
export async function run(options: OptionsOf<typeof SERVE>): Promise<number> {
  const port = readPort(options.port);
  const dataDir = readDataDir(options['data-dir']);
  const settings = readSettings(options.settings);
  const signalled = shutdownSignal();
  const stack = await rejectOnSignal(signalled, openServingStack({ dataDir, port, settings, report: log }));
  const clients = createClients(stack.info);
  const slot = await clients.stage.readLiveSlot();
  clients.close();
  if (slot === null) log(`Nothing is released in ${dataDir} yet: run a month with npm run month.`);
  for (const line of credentialLines(stack.info)) log(line);
  print(`Serving ${stack.info.website ?? `${stack.info.api}/v1/`}   (Ctrl-C ends it)`);
  const signal = await signalled;
  await stack.abort(`The stack was ended by ${signal}.`);
  return 0;
}
