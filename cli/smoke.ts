import { setTimeout as delay } from 'node:timers/promises';
import type { SMOKE } from './commands/deploy.ts';
import { log, print } from './shared/command.ts';
import { OptionsError } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { readTarget } from './shared/target-options.ts';
import { openServed, type Served } from './smoke/served.ts';
import { type CheckResult, resultText, runChecks } from './smoke/suite.ts';
import { type Addresses, addressesOfFolder, addressesOfStack } from './smoke/target.ts';

/** `npm run smoke`: checks over HTTP that a served release conforms to the API contract. The exit code is 1 if a check fails or no check ran. */
export async function run(options: OptionsOf<typeof SMOKE>): Promise<number> {
  const headers = Object.fromEntries(options.header.map(readHeader));
  const perSecond = readCount('--rate', options.rate);
  const timeout = readCount('--timeout', options.timeout);
  const addresses = await open(options);
  try {
    const { urls, emulated, released, freshAt = 0 } = addresses;
    await untilFresh(freshAt);
    const deadline = Date.now() + timeout * 1_000;
    const report = (result: CheckResult): void => {
      if (!options.json) print(resultText(result));
    };
    const results = [];
    for (const url of urls) {
      const served = await openServed({ url, headers, emulated, deadline, ...(!emulated && { perSecond }) });
      log(`Checking ${served.url}${served.sample ? '' : ', which serves no release'}.`);
      const unserved = served.sample === null && (released || served.indexStatus !== 404);
      const missing = unserved ? [missingRelease(served)] : [];
      missing.forEach(report);
      results.push({ url: served.url, checks: [...missing, ...(await runChecks(served, report))] });
    }
    const all = results.flatMap(({ checks }) => checks);
    const broken = all.filter(({ outcome }) => outcome === 'broken');
    const ran = all.some(({ outcome }) => outcome !== 'left out');
    if (options.json) print(JSON.stringify(results, null, 2));
    else print(summary(all, broken));
    if (!ran) log('No check ran: the stack has no output ApiUrl or SiteUrl, so nothing was verified.');
    return ran && broken.length === 0 ? 0 : 1;
  } finally {
    await addresses.close();
  }
}

/** Waits until caches serve only the live release. Cached documents of the previous release would fail checks. */
async function untilFresh(freshAt: number): Promise<void> {
  const milliseconds = freshAt - Date.now();
  if (milliseconds <= 0) return;
  log(`Waiting ${Math.ceil(milliseconds / 1_000)} s, until no cache serves the previous release.`);
  await delay(milliseconds);
}

/** The result for an address that should serve a release but does not. */
const missingRelease = ({ url, indexStatus }: Served): CheckResult => ({
  name: `the live release is served at ${url}`,
  only_aws: false,
  outcome: 'broken',
  faults: [`the index of the API answers ${indexStatus}`],
});

function summary(all: readonly CheckResult[], broken: readonly CheckResult[]): string {
  const count = (outcome: CheckResult['outcome']) =>
    all.filter((result) => result.outcome === outcome).length;
  return [
    `${count('kept')} checks passed, ${broken.length} broken, ${count('left out')} left out because they need a release or a website.`,
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
    throw new OptionsError('--url excludes --stack and --data-dir; give one of them.');
  }
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new OptionsError(`--url is "${url}", but must be an address such as https://movies.example.org/.`);
  }
  return { urls: [url], released: null, emulated: false, close: async () => {} };
}

function readHeader(option: string): [string, string] {
  const [, name, value] = /^([\w-]+):\s*(\S.*)$/.exec(option) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  // The message never contains the value, which may be a credential.
  throw new OptionsError("--header must be such as 'X-Api-Key: …'.");
}

function readCount(name: string, option: string): number {
  if (/^[1-9]\d{0,4}$/.test(option)) return Number(option);
  throw new OptionsError(`${name} is "${option}", but must be a whole number from 1 to 99999.`);
}
