import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GivenSettings } from '../../local/settings.ts';
import { isMonth, type Month } from '../../model/months.ts';

/** The command line is invalid. The message is one sentence. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

/** The folder in which the command was typed: npm changes to the project's root. */
const workingFolder = (): string => process.env.INIT_CWD || process.cwd();

/** The data folder; relative paths start at the folder in which the command was typed. @throws OptionsError */
export function readDataDir(option: string): string {
  // Rejects an empty value: a script with an unset variable would otherwise use the current folder.
  if (option.trim() === '') throw new OptionsError('--data-dir is empty, but must be a folder.');
  const dataDir = resolve(workingFolder(), option);
  const file = fileIn(dataDir);
  if (file === null) return dataDir;
  throw new OptionsError(
    `--data-dir is "${option}", but ${file} is a file; give a folder; it may not exist yet.`,
  );
}

/** The file at a folder's path or above it; null if there is none. */
function fileIn(folder: string): string | null {
  try {
    return statSync(folder).isDirectory() ? null : folder;
  } catch {
    return dirname(folder) === folder ? null : fileIn(dirname(folder));
  }
}

/** Parses a port; 0 means any free port. @throws OptionsError */
export function readPort(option: string): number {
  const port = Number(option);
  if (/^\d+$/.test(option) && port <= 65_535) return port;
  throw new OptionsError(`--port is "${option}", but must be a number from 0 (any) to 65535.`);
}

/** Settings as a JSON object, which override those of cdk.json; empty without the option. @throws OptionsError */
export function readSettings(option: string | undefined): GivenSettings {
  if (option === undefined) return {};
  try {
    const settings = JSON.parse(option) as unknown;
    if (typeof settings === 'object' && settings !== null && !Array.isArray(settings))
      return settings as GivenSettings;
  } catch {
    // Invalid JSON is reported by the same error.
  }
  throw new OptionsError(`--settings is ${option}, but must be a JSON object such as '{"access":"iam"}'.`);
}

/** The option `--month`. @throws OptionsError */
export function readMonth(option: string): Month {
  if (isMonth(option)) return option;
  throw new OptionsError(`--month is "${option}", but must be a month such as 2026-10.`);
}

/** The option `--limit`: 1 or more. @throws OptionsError */
export function readLimit(option: string): number {
  if (/^[1-9]\d{0,8}$/.test(option)) return Number(option);
  throw new OptionsError(`--limit is "${option}", but must be a whole number of at least 1.`);
}

/**
 * A source as the state machine expects it: folders become absolute `file://` URIs; `{yyyy}` and `{mm}` are kept.
 * @throws OptionsError
 */
export function readSource(option: string): string {
  if (option.trim() === '') throw new OptionsError('--source is empty, but must be a folder or a URI.');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(option)) return option;
  return pathToFileURL(resolve(workingFolder(), option))
    .href.replaceAll('%7Byyyy%7D', '{yyyy}')
    .replaceAll('%7Bmm%7D', '{mm}');
}
