import type { ReleaseName } from '../model/runs/reports.ts';
import { parseRollbackInput } from '../model/runs/run.ts';
import type { RunRecord } from '../model/runs/run-record.ts';
import { log, print, runCommand } from './shared/command.ts';
import { readOptions } from './shared/options.ts';
import { monthsOf } from './shared/release-text.ts';
import { rollbackRequest } from './shared/run-month.ts';
import { useTarget } from './shared/target.ts';
import { readTarget, TARGET_OPTIONS, TARGET_USAGE } from './shared/target-options.ts';

/** `npm run rollback`: the API serves the release before again, or that of the run that `--to` names. */

await runCommand(async () => {
  const options = readOptions(
    {
      ...TARGET_OPTIONS,
      to: { type: 'string' },
      reason: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    `npm run rollback -- [--to RUN_ID] [--reason TEXT] ${TARGET_USAGE} [--json]`,
  );
  const input = {
    ...(options.to !== undefined && { to: options.to }),
    ...(options.reason !== undefined && { reason: options.reason }),
  };
  const ref = readTarget(options);
  // What the first step would refuse is told before anything is started.
  parseRollbackInput(input);
  const run = await useTarget(ref, (target) => target.run(rollbackRequest(input)));
  if (options.json && run.record !== null) process.stdout.write(run.record);
  if (run.failure !== null) log(run.failure);
  if (run.succeeded && !options.json) print(told(JSON.parse(run.record!) as RunRecord));
  return run.succeeded ? 0 : 1;
});

function told({ rollback, release }: RunRecord): string {
  const { added = 0, changed = 0, removed = 0 } = release?.changes ?? {};
  const [to, from] = [rollback!.to!, rollback!.from!];
  const named = ({ run_id, slot }: ReleaseName) => `the run ${run_id} (slot ${slot})`;
  if (release?.changed === false)
    return `The API serves the release of ${named(to)} already: ${monthsOf(to)}, published ${to.published_at}.`;
  return [
    `The API serves the release of ${named(to)} again: ${monthsOf(to)}, published ${to.published_at}.`,
    `It served that of ${named(from)}: ${monthsOf(from)}; ${added + changed + removed} documents differ. The next rollback goes forward to it again.`,
  ].join('\n');
}
