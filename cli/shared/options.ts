import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import type { GivenSettings } from '../../local/settings.ts';
import { isMonth, type Month } from '../../model/months.ts';

/** The command line makes no sense. The message is one sentence. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

/** Where the person stood who typed the command: npm changes into the project's root. */
const standing = (): string => process.env.INIT_CWD || process.cwd();

/**
 * Reads a command's options.
 * @throws OptionsError naming what is wrong and what the command takes
 */
export function readOptions<Options extends ParseArgsOptionsConfig>(options: Options, usage: string) {
  try {
    return parseArgs({ options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    throw new OptionsError(`${sentence.replace(/\.$/, '')}. Usage: ${usage}`);
  }
}

/** The data folder, seen from where the person stood. @throws OptionsError */
export function readDataDir(option: string): string {
  // An unset variable in a script; taken for a path it would be the folder that one stands in.
  if (option.trim() === '') throw new OptionsError('--data-dir is empty, but must be a folder.');
  const dataDir = resolve(standing(), option);
  const file = fileIn(dataDir);
  if (file === null) return dataDir;
  throw new OptionsError(
    `--data-dir is "${option}", but ${file} is a file; give a folder, or one that isn't there yet.`,
  );
}

/** What stands in a folder's way, itself or on the way to it; null where nothing does. */
function fileIn(folder: string): string | null {
  try {
    return statSync(folder).isDirectory() ? null : folder;
  } catch {
    return dirname(folder) === folder ? null : fileIn(dirname(folder));
  }
}

/** A port: 0 for any. @throws OptionsError */
export function readPort(option: string): number {
  const port = Number(option);
  if (/^\d+$/.test(option) && port <= 65_535) return port;
  throw new OptionsError(`--port is "${option}", but must be a number from 0 (any) to 65535.`);
}

/** Settings as a JSON object, which go before those of cdk.json; none where the option is absent. @throws OptionsError */
export function readSettings(option: string | undefined): GivenSettings {
  if (option === undefined) return {};
  try {
    const settings = JSON.parse(option) as unknown;
    if (typeof settings === 'object' && settings !== null && !Array.isArray(settings))
      return settings as GivenSettings;
  } catch {
    // No JSON at all: the same fault.
  }
  throw new OptionsError(`--settings is ${option}, but must be a JSON object such as '{"access":"iam"}'.`);
}

/** The option `--month`. @throws OptionsError */
export function readMonth(option: string): Month {
  if (isMonth(option)) return option;
  throw new OptionsError(`--month is "${option}", but must be a month such as 2026-10.`);
}

/** How many: 1 or more. @throws OptionsError */
export function readLimit(option: string): number {
  if (/^[1-9]\d{0,8}$/.test(option)) return Number(option);
  throw new OptionsError(`--limit is "${option}", but must be a whole number from 1 on.`);
}

/**
 * A source as the state machine takes it: folders, seen from where the person stood, become absolute `file://` URIs;
 * `{yyyy}` and `{mm}` stay as they are.
 * @throws OptionsError
 */
export function readSource(option: string): string {
  if (option.trim() === '') throw new OptionsError('--source is empty, but must be a folder or a URI.');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(option)) return option;
  return pathToFileURL(resolve(standing(), option))
    .href.replaceAll('%7Byyyy%7D', '{yyyy}')
    .replaceAll('%7Bmm%7D', '{mm}');
}
