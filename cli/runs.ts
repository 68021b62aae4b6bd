import type { RUNS } from './commands/inspect.ts';
import { print } from './shared/command.ts';
import { readLimit } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { listRuns, type RunList } from './shared/run-list.ts';
import { runTable } from './shared/run-table.ts';
import { hasNeverRun, readTargetOnly } from './shared/target.ts';
import { labelOf, readTarget } from './shared/target-options.ts';

const NOTHING: RunList = { live: null, runs: [], earlier: 0 };

/** `npm run runs`: lists runs, the newest first. */
export async function run(options: OptionsOf<typeof RUNS>): Promise<number> {
  const ref = readTarget(options);
  const limit = readLimit(options.limit);
  const list = hasNeverRun(ref)
    ? NOTHING
    : await readTargetOnly(ref, ({ clients, names, mayBeBusy }) =>
        listRuns(clients, names, { limit, now: new Date(), inProgress: mayBeBusy }),
      );
  if (options.json) print(JSON.stringify(list, null, 2));
  else if (list.runs.length === 0)
    print(`Nothing has run in ${labelOf(ref)} yet: run a month with npm run month.`);
  else print(runTable(list));
  return 0;
}
