import type { Check } from './check.ts';
import { DOCUMENT_CHECKS } from './checks/documents.ts';
import { DOWNLOAD_CHECKS } from './checks/downloads.ts';
import { METHOD_CHECKS } from './checks/methods.ts';
import { UNKNOWN_PATH_CHECKS } from './checks/unknown-paths.ts';
import { WEBSITE_CHECKS } from './checks/website.ts';
import type { Served } from './served.ts';

/** Everything that is promised of any release, wherever it is served. Tests run these on a local stack, and people on any. */
export const CHECKS: readonly Check[] = [
  ...DOCUMENT_CHECKS,
  ...METHOD_CHECKS,
  ...UNKNOWN_PATH_CHECKS,
  ...DOWNLOAD_CHECKS,
  ...WEBSITE_CHECKS,
];

/** What became of a check. */
export interface Checked {
  readonly name: string;
  readonly only_aws: boolean;
  readonly outcome: 'kept' | 'broken' | 'left out';
  readonly faults: readonly string[];
}

/** More would only repeat the same cause. */
const SHOWN_FAULTS = 5;

/** Sees whether the promises are kept, one after the other; `tell` hears of each as soon as it is known. */
export async function runChecks(
  served: Served,
  tell: (checked: Checked) => void,
  checks: readonly Check[] = CHECKS,
): Promise<Checked[]> {
  const results: Checked[] = [];
  for (const check of checks) {
    const checked = await runCheck(served, check);
    results.push(checked);
    tell(checked);
  }
  return results;
}

async function runCheck(served: Served, { name, needs, onlyAws, faults }: Check): Promise<Checked> {
  const there = { release: served.sample !== null, website: served.website };
  const common = { name, only_aws: onlyAws === true };
  if (!needs.every((need) => there[need])) return { ...common, outcome: 'left out', faults: [] };
  const found = await faults(served).catch((error: Error) => [`${error.name}: ${error.message}`]);
  return {
    ...common,
    outcome: found.length === 0 ? 'kept' : 'broken',
    faults: [
      ...found.slice(0, SHOWN_FAULTS),
      ...(found.length > SHOWN_FAULTS ? [`and ${found.length - SHOWN_FAULTS} more`] : []),
    ],
  };
}

/** A check in the list, and what is wrong below it. */
export function checkedText({ name, only_aws, outcome, faults }: Checked): string {
  const mark = { kept: 'ok      ', broken: 'BROKEN  ', 'left out': 'left out' }[outcome];
  return [
    `${mark}  ${name}${only_aws ? ' (only AWS proves this)' : ''}`,
    ...faults.map((fault) => `            ${fault}`),
  ].join('\n');
}
