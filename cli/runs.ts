import { print, runCommand } from './shared/command.ts';
import { readLimit, readOptions } from './shared/options.ts';
import { listRuns, type RunList } from './shared/run-list.ts';
import { runTable } from './shared/run-table.ts';
import { hasNeverRun, readTargetOnly } from './shared/target.ts';
import { labelOf, readTarget, TARGET_OPTIONS, TARGET_USAGE } from './shared/target-options.ts';

/** `npm run runs`: what ran, the newest first. */

const NOTHING: RunList = { live: null, runs: [], earlier: 0 };

await runCommand(async () => {
  const options = readOptions(
    {
      ...TARGET_OPTIONS,
      limit: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
    `npm run runs -- [--limit N] ${TARGET_USAGE} [--json]`,
  );
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
});
