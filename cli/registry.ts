import * as deploy from './commands/deploy.ts';
import * as develop from './commands/develop.ts';
import * as inspect from './commands/inspect.ts';
import * as runs from './commands/runs.ts';
import * as serve from './commands/serve.ts';
import { runCommand } from './shared/command.ts';
import type { CommandGroup } from './shared/help.ts';
import { type Command, defineCommand, type OptionTable, type OptionValues } from './shared/parser.ts';

/** A command and the function that runs it. */
interface Entry {
  readonly command: Command;
  /** Parses the arguments and runs the command; sets the exit code of the process. */
  readonly run: (args: readonly string[]) => Promise<void>;
}

/** Creates the entry of a command in `cli/`. The command's code is imported only when it runs. */
function entry<Options extends OptionTable>(
  command: Command<Options>,
  load: () => Promise<{
    run(options: OptionValues<Options>, args: readonly string[]): Promise<number>;
  }>,
): Entry {
  return {
    command,
    run: (args) => runCommand(command, async (options, all) => (await load()).run(options, all), args),
  };
}

/** Creates the entry of a command whose code is outside `cli/`. It runs in a separate process. */
function script(command: Command, file: string): Entry {
  return {
    command,
    run: async (args) => {
      const { runProgram } = await import('./shared/programs.ts');
      process.exitCode = await runProgram(process.execPath, [file, ...args]);
    },
  };
}

const HELP = defineCommand({
  name: 'help',
  summary: 'Lists all commands.',
  options: {},
  examples: ['npm run help'],
});

/** All commands of the project, in the order of `npm run help`. */
const GROUPS: readonly { readonly heading: string; readonly entries: readonly Entry[] }[] = [
  {
    heading: 'Serve',
    entries: [entry(serve.START, () => import('./start.ts')), entry(serve.SERVE, () => import('./serve.ts'))],
  },
  {
    heading: 'Operate a local or deployed stack',
    entries: [
      entry(runs.MONTH, () => import('./month.ts')),
      entry(runs.BACKFILL, () => import('./backfill.ts')),
      entry(runs.REMOVE, () => import('./remove.ts')),
      entry(runs.ROLLBACK, () => import('./rollback.ts')),
      entry(inspect.RUNS, () => import('./runs.ts')),
      entry(inspect.QUARANTINE, () => import('./quarantine.ts')),
      entry(inspect.DIFF, () => import('./diff.ts')),
      entry(inspect.VERIFY, () => import('./verify.ts')),
      entry(inspect.COST, () => import('./cost.ts')),
    ],
  },
  {
    heading: 'Deploy',
    entries: [
      entry(deploy.DEPLOY, () => import('./deploy.ts')),
      entry(deploy.SETTLE, () => import('./reconcile.ts')),
      entry(deploy.SMOKE, () => import('./smoke.ts')),
    ],
  },
  {
    heading: 'Develop',
    entries: [
      entry(HELP, async () => ({
        run: async () => {
          const [{ overview }, { print }] = await Promise.all([
            import('./shared/help.ts'),
            import('./shared/command.ts'),
          ]);
          print(overview(COMMAND_GROUPS));
          return 0;
        },
      })),
      script(develop.BENCH, 'bench/bench.ts'),
      script(develop.TEST_FAULTS, 'test/faults/main.ts'),
      script(develop.FIXTURES, 'fixtures/drops.ts'),
      script(develop.EXAMPLES, 'fixtures/examples.ts'),
      script(develop.TYPES_SITE, 'site/types.ts'),
    ],
  },
];

/** The commands under their headings. */
export const COMMAND_GROUPS: readonly CommandGroup[] = GROUPS.map(({ heading, entries }) => ({
  heading,
  commands: entries.map(({ command }) => command),
}));

/** Finds a command by the name of its npm script; undefined if there is none. */
export const findCommand = (name: string): Entry | undefined =>
  GROUPS.flatMap(({ entries }) => entries).find(({ command }) => command.name === name);
