import { setTimeout as delay } from 'node:timers/promises';
import type { SMOKE } from './commands/deploy.ts';
import { log, print } from './shared/command.ts';
import { OptionsError } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { readTarget } from './shared/target-options.ts';
import { openServed } from './smoke/served.ts';
import { type Checked, checkedText, runChecks } from './smoke/suite.ts';
import { type Addresses, addressesOfFolder, addressesOfStack } from './smoke/target.ts';

/** `npm run smoke`: whether what is promised of every release holds where it is served; exit 1 where it doesn't. */

export async function run(options: OptionsOf<typeof SMOKE>): Promise<number> {
  const headers = Object.fromEntries(options.header.map(readHeader));
  const perSecond = readCount('--rate', options.rate);
  const timeout = readCount('--timeout', options.timeout);
  const addresses = await open(options);
  try {
    const { urls, emulated, released, freshAt = 0 } = addresses;
    await untilFresh(freshAt);
    const deadline = Date.now() + timeout * 1_000;
    const tell = (checked: Checked): void => {
      if (!options.json) print(checkedText(checked));
    };
    const results = [];
    for (const url of urls) {
      const served = await openServed({ url, headers, emulated, deadline, ...(!emulated && { perSecond }) });
      log(`Checks ${served.url}${served.sample ? '' : ', where nothing is released'}.`);
      const missing = released && served.sample === null ? [unserved(served.url)] : [];
      missing.forEach(tell);
      results.push({ url: served.url, checks: [...missing, ...(await runChecks(served, tell))] });
    }
    const all = results.flatMap(({ checks }) => checks);
    const broken = all.filter(({ outcome }) => outcome === 'broken');
    if (options.json) print(JSON.stringify(results, null, 2));
    else print(summary(all, broken));
    return broken.length === 0 ? 0 : 1;
  } finally {
    await addresses.close();
  }
}

/** One half of a new release beside another half of the one before would look like promises that are broken. */
async function untilFresh(freshAt: number): Promise<void> {
  const milliseconds = freshAt - Date.now();
  if (milliseconds <= 0) return;
  log(`Waits ${Math.ceil(milliseconds / 1_000)} s, until no cache serves the release before any more.`);
  await delay(milliseconds);
}

/** The API's stage names a slot, so its release must be there. */
const unserved = (url: string): Checked => ({
  name: `the release that the API's stage names is served at ${url}`,
  only_aws: false,
  outcome: 'broken',
  faults: ['the index of the API is a 404'],
});

function summary(all: readonly Checked[], broken: readonly Checked[]): string {
  const count = (outcome: Checked['outcome']) => all.filter((checked) => checked.outcome === outcome).length;
  return [
    `${count('kept')} promises kept, ${broken.length} broken, ${count('left out')} left out for want of a release or a website.`,
    ...broken.map(({ name }) => `  broken: ${name}`),
  ].join('\n');
}

async function open(options: {
  readonly url?: string;
  readonly stack?: string;
  readonly 'data-dir'?: string;
}): Promise<Addresses> {
  const { url } = options;
  if (url === undefined) {
    const ref = readTarget(options);
    return ref.kind === 'local' ? addressesOfFolder(ref.dataDir) : addressesOfStack(ref.stackName);
  }
  if (options.stack !== undefined || options['data-dir'] !== undefined) {
    throw new OptionsError('--url is an address by itself: leave --stack and --data-dir out.');
  }
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new OptionsError(`--url is "${url}", but must be an address such as https://movies.example.org/.`);
  }
  return { urls: [url], released: null, emulated: false, close: async () => {} };
}

function readHeader(option: string): [string, string] {
  const [, name, value] = /^([\w-]+):\s*(\S.*)$/.exec(option) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  // Never the option itself: it holds credentials.
  throw new OptionsError("--header must be such as 'X-Api-Key: …'.");
}

function readCount(name: string, option: string): number {
  if (/^[1-9]\d{0,4}$/.test(option)) return Number(option);
  throw new OptionsError(`${name} is "${option}", but must be a whole number from 1 to 99999.`);
}
