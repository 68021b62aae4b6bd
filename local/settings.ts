import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** Settings as a person gives them; the CDK app judges them. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/**
 * What the local stack sets differently from cdk.json: the same template, other numbers. Each exists because it
 * bounds something that is not there on one machine: other readers, other accounts' quotas, functions that outlive
 * their execution.
 */
export const LOCAL_SETTINGS: GivenSettings = {
  // Nobody reads the slot that is about to be filled through a cache or a slow connection.
  drainSeconds: 0,
  lockRetrySeconds: 1,
  lockWaitSeconds: 3_600,
  // A stopped execution's functions are ended before anything else hears of it.
  lockGraceSeconds: 0,
  // More at once than there are cores only wait for each other.
  mapConcurrency: availableParallelism(),
};

/** The file of a data folder that sets for its stack alone what cdk.json doesn't: which keys its SFTP servers have, say. */
const SETTINGS_FILE = 'settings.json';

/** The settings of the stack on a data folder. @throws Error where its file is no JSON object */
export function settingsOf(dataDir: string): Readonly<Record<string, unknown>> {
  const file = join(dataDir, SETTINGS_FILE);
  let own: unknown = {};
  try {
    own = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`${file} is no JSON: ${error.message}.`);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (typeof own !== 'object' || own === null || Array.isArray(own)) {
    throw new Error(`${file} must be a JSON object of settings, as context.settings in cdk.json is.`);
  }
  return { ...LOCAL_SETTINGS, ...own };
}
