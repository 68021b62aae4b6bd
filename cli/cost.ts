import type { COST } from './commands/inspect.ts';
import { estimate, type Workload } from './cost/estimate.ts';
import { hasCdn, monitoringUsage } from './cost/monitoring.ts';
import { PRICE_LIST } from './cost/prices.ts';
import { resourcesOf } from './cost/resources.ts';
import { measuredRun, runUsage } from './cost/run-usage.ts';
import { readStored } from './cost/stored.ts';
import { assumptions, costTable } from './cost/table.ts';
import { log, print } from './shared/command.ts';
import { OptionsError } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { hasNeverRun, readTargetOnly } from './shared/target.ts';
import { labelOf, readTarget } from './shared/target-options.ts';

/** `npm run cost`: estimates the monthly bill from the usage of a run and the content of the bucket. */
export async function run(options: OptionsOf<typeof COST>): Promise<number> {
  const ref = readTarget(options);
  const api_calls = readCount('--api-calls', options['api-calls']);
  const downloads = readCount('--downloads', options.downloads);
  const cached = readCount('--cached', options.cached, 100) / 100;
  const runs = readCount('--runs', options.runs);
  if (hasNeverRun(ref)) {
    throw new OptionsError(
      `Nothing has run in ${labelOf(ref)} yet, and an estimate needs a run: run a month with npm run month.`,
    );
  }
  const { record, stored } = await readTargetOnly(ref, async (target) => ({
    record: await measuredRun(target, options.run),
    stored: await readStored(target),
  }));
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
  log(`Measured: run ${record.run_id} of ${record.month}, and the bucket of ${labelOf(ref)}.`);
  print(costTable(bill));
  for (const line of assumptions(workload, bill)) log(line);
  return 0;
}

/** A whole number of at least 0. @throws OptionsError */
function readCount(name: string, option: string, most = 1e15): number {
  if (/^\d{1,15}$/.test(option) && Number(option) <= most) return Number(option);
  throw new OptionsError(
    `${name} is "${option}", but must be a whole number${most < 1e15 ? ` from 0 to ${most}` : ''}.`,
  );
}
