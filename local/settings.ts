import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** Settings as the user gives them; the CDK app validates them. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/**
 * The settings in which the local stack differs from cdk.json. Each of them concerns something that does not exist
 * locally: caches, account quotas, or functions that outlive their execution.
 */
export const LOCAL_SETTINGS: GivenSettings = {
  // There is no local cache that may still serve the old slot, so the next run need not wait before it fills this slot.
  drainSeconds: 0,
  lockRetrySeconds: 1,
  lockWaitSeconds: 3_600,
  // The functions of a stopped execution end before the execution is reported as stopped.
  lockGraceSeconds: 0,
  // More concurrent functions than cores would be no faster.
  mapConcurrency: availableParallelism(),
};

/** The file of a data directory with settings for its stack, for example the host keys of its SFTP servers. */
const SETTINGS_FILE = 'settings.json';

/** The settings of the stack on a data directory. @throws Error if its file is not a JSON object */
export function settingsOf(dataDir: string): Readonly<Record<string, unknown>> {
  const file = join(dataDir, SETTINGS_FILE);
  let own: unknown = {};
  try {
    own = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`${file} is not valid JSON: ${error.message}.`);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  if (typeof own !== 'object' || own === null || Array.isArray(own)) {
    throw new Error(`${file} must be a JSON object of settings, as context.settings in cdk.json is.`);
  }
  return { ...LOCAL_SETTINGS, ...own };
}
