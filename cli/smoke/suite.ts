import type { Check } from './check.ts';
import { DOCUMENT_CHECKS } from './checks/documents.ts';
import { DOWNLOAD_CHECKS } from './checks/downloads.ts';
import { METHOD_CHECKS } from './checks/methods.ts';
import { MISSING_KEY_CHECK, UNKNOWN_PATH_CHECKS } from './checks/unknown-paths.ts';
import { WEBSITE_CHECKS } from './checks/website.ts';
import type { Served } from './served.ts';

/** All checks, for any release at any address. The first check verifies that a missing key returns 404, because other checks depend on it. */
export const CHECKS: readonly Check[] = [
  MISSING_KEY_CHECK,
  ...DOCUMENT_CHECKS,
  ...METHOD_CHECKS,
  ...UNKNOWN_PATH_CHECKS,
  ...DOWNLOAD_CHECKS,
  ...WEBSITE_CHECKS,
];

/** The result of a check. */
export interface CheckResult {
  readonly name: string;
  readonly only_aws: boolean;
  readonly outcome: 'kept' | 'broken' | 'left out';
  readonly faults: readonly string[];
}

/** The maximum number of printed faults per check. Further faults usually have the same cause. */
const SHOWN_FAULTS = 5;

/** Runs checks one after the other; `report` receives each result at once. */
export async function runChecks(
  served: Served,
  report: (result: CheckResult) => void,
  checks: readonly Check[] = CHECKS,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const result = await runCheck(served, check);
    results.push(result);
    report(result);
  }
  return results;
}

async function runCheck(served: Served, { name, needs, onlyAws, faults }: Check): Promise<CheckResult> {
  const available = { release: served.sample !== null, website: served.website };
  const common = { name, only_aws: onlyAws === true };
  if (!needs.every((need) => available[need])) return { ...common, outcome: 'left out', faults: [] };
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

/** A result as a line of the list, with its faults below it. */
export function resultText({ name, only_aws, outcome, faults }: CheckResult): string {
  const mark = { kept: 'ok      ', broken: 'BROKEN  ', 'left out': 'left out' }[outcome];
  return [
    `${mark}  ${name}${only_aws ? ' (only proven on AWS)' : ''}`,
    ...faults.map((fault) => `            ${fault}`),
  ].join('\n');
}
