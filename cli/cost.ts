import { estimate, type Workload } from './cost/estimate.ts';
import { hasCdn, monitoringUsage } from './cost/monitoring.ts';
import { PRICE_LIST } from './cost/prices.ts';
import { resourcesOf } from './cost/resources.ts';
import { measuredRun, runUsage } from './cost/run-usage.ts';
import { readStored } from './cost/stored.ts';
import { assumptions, costTable } from './cost/table.ts';
import { log, print, runCommand } from './shared/command.ts';
import { OptionsError, readOptions } from './shared/options.ts';
import { hasNeverRun, readTargetOnly } from './shared/target.ts';
import { labelOf, readTarget, TARGET_OPTIONS, TARGET_USAGE } from './shared/target-options.ts';

/** `npm run cost`: what a month of the service costs, by what its last run has used and its bucket holds. */

const USAGE =
  'npm run cost -- [--api-calls N] [--downloads N] [--cached PERCENT] [--runs N] [--run RUN_ID] ' +
  `${TARGET_USAGE} [--json]`;

await runCommand(async () => {
  const options = readOptions(
    {
      ...TARGET_OPTIONS,
      'api-calls': { type: 'string', default: '1000000' },
      downloads: { type: 'string', default: '100' },
      cached: { type: 'string', default: '80' },
      runs: { type: 'string', default: '1' },
      run: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const ref = readTarget(options);
  const api_calls = readCount('--api-calls', options['api-calls']);
  const downloads = readCount('--downloads', options.downloads);
  const cached = readCount('--cached', options.cached, 100) / 100;
  const runs = readCount('--runs', options.runs);
  if (hasNeverRun(ref)) {
    throw new OptionsError(
      `Nothing has run in ${labelOf(ref)} yet, and an estimate is made from a run: run a month with npm run month.`,
    );
  }
  const { record, stored } = await readTargetOnly(ref, async (target) => ({
    record: await measuredRun(target, options.run),
    stored: await readStored(target),
  }));
  // The stack was found by now.
  const resources = await resourcesOf(ref);
  const { storage, document_bytes, download_bytes } = stored;
  const workload: Workload = {
    runs,
    run: runUsage(record, document_bytes),
    storage,
    reading: {
      api_calls,
      answer_bytes: document_bytes,
      cached_share: hasCdn(resources) ? cached : null,
      downloads,
      download_bytes,
    },
    monitoring: monitoringUsage(resources),
  };
  const bill = estimate(workload, PRICE_LIST);
  if (options.json) {
    print(JSON.stringify({ run_id: record.run_id, month: record.month, workload, ...bill }, null, 2));
    return 0;
  }
  log(
    `Measured: the run ${record.run_id} of ${record.month}, and what lies in the bucket of ${labelOf(ref)}.`,
  );
  print(costTable(bill));
  for (const line of assumptions(workload, bill)) log(line);
  return 0;
});

/** A whole number, 0 included. @throws OptionsError */
function readCount(name: string, option: string, most = 1e15): number {
  if (/^\d{1,15}$/.test(option) && Number(option) <= most) return Number(option);
  throw new OptionsError(
    `${name} is "${option}", but must be a whole number${most < 1e15 ? ` from 0 to ${most}` : ''}.`,
  );
}
