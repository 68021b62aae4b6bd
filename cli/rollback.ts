import type { ReleaseName } from '../model/runs/reports.ts';
import { parseRollbackInput } from '../model/runs/run.ts';
import type { RunRecord } from '../model/runs/run-record.ts';
import type { ROLLBACK } from './commands/runs.ts';
import { log, print } from './shared/command.ts';
import type { OptionsOf } from './shared/parser.ts';
import { monthsOf } from './shared/release-text.ts';
import { rollbackRequest } from './shared/run-month.ts';
import { useTarget } from './shared/target.ts';
import { readTarget } from './shared/target-options.ts';

/** `npm run rollback`: switches the API to the previous release, or to the release of the run `--to`. */
export async function run(options: OptionsOf<typeof ROLLBACK>): Promise<number> {
  const input = {
    ...(options.to !== undefined && { to: options.to }),
    ...(options.reason !== undefined && { reason: options.reason }),
  };
  const ref = readTarget(options);
  // Invalid input is rejected before anything is started.
  parseRollbackInput(input);
  const run = await useTarget(ref, (target) => target.run(rollbackRequest(input)));
  if (options.json && run.record !== null) process.stdout.write(run.record);
  if (run.failure !== null) log(run.failure);
  if (run.succeeded && !options.json) print(summaryOf(JSON.parse(run.record!) as RunRecord));
  return run.succeeded ? 0 : 1;
}

function summaryOf({ rollback, release }: RunRecord): string {
  const { added = 0, changed = 0, removed = 0 } = release?.changes ?? {};
  const [to, from] = [rollback!.to!, rollback!.from!];
  const named = ({ run_id, slot }: ReleaseName) => `run ${run_id} (slot ${slot})`;
  if (release?.changed === false)
    return `The API already serves the release of ${named(to)}: ${monthsOf(to)}, published ${to.published_at}.`;
  return [
    `The API serves the release of ${named(to)} again: ${monthsOf(to)}, published ${to.published_at}.`,
    `Before, it served the release of ${named(from)}: ${monthsOf(from)}; ${added + changed + removed} documents differ. The next rollback returns to that release.`,
  ].join('\n');
}
