import { MOVIES_FILE, SOURCE_FILES, sourceFile } from '../model/data/source-files.ts';
import { COLUMN_COUNT } from '../model/data/validate-row.ts';
import { groupQuarantine } from './quarantine/group.ts';
import { checkSelection, selectRun } from './quarantine/selection.ts';
import { quarantineText } from './quarantine/text.ts';
import { print, runCommand } from './shared/command.ts';
import { OptionsError, readOptions } from './shared/options.ts';
import { hasNeverRun, readTargetOnly } from './shared/target.ts';
import { labelOf, readTarget, TARGET_OPTIONS, TARGET_USAGE } from './shared/target-options.ts';

/** `npm run quarantine`: what of a month or a run was set aside, and why. */

const USAGE =
  'npm run quarantine -- --month 2026-10 | --run RUN_ID [--file movies_metadata.csv] [--reason CODE] ' +
  `[--examples N] ${TARGET_USAGE} [--json]`;

/** So many examples of each reason are held. */
const MOST_EXAMPLES = 1_000;

await runCommand(async () => {
  const options = readOptions(
    {
      ...TARGET_OPTIONS,
      month: { type: 'string' },
      run: { type: 'string' },
      file: { type: 'string', default: MOVIES_FILE },
      reason: { type: 'string' },
      examples: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const ref = readTarget(options);
  checkSelection(options, USAGE);
  const { month, run, file, reason } = options;
  checkFile(file, reason);
  const examples = readExamples(options.examples);
  if (hasNeverRun(ref)) throw new OptionsError(`Nothing has run in ${labelOf(ref)} yet.`);
  const quarantine = await readTargetOnly(ref, async (target) => {
    const selection = await selectRun(target, {
      file,
      ...(month !== undefined && { month }),
      ...(run !== undefined && { run }),
    });
    return groupQuarantine(target, selection, { examples, ...(reason !== undefined && { reason }) });
  });
  print(options.json ? JSON.stringify(quarantine, null, 2) : quarantineText(quarantine));
  return 0;
});

/** Only files that a table reads have a quarantine, and only their columns reasons. */
function checkFile(file: string, reason: string | undefined): void {
  const cells = sourceFile(file)?.cells;
  if (cells === undefined) {
    const read = SOURCE_FILES.filter((known) => known.cells).map(({ name }) => name);
    throw new OptionsError(`--file is "${file}", but only rows of ${read.join(', ')} are judged.`);
  }
  const known = [COLUMN_COUNT, ...Object.keys(cells)];
  if (reason !== undefined && !known.includes(reason))
    throw new OptionsError(`--reason is "${reason}", but must be one of ${known.join(', ')}.`);
}

function readExamples(option: string): number {
  const examples = Number(option);
  if (/^\d+$/.test(option) && examples <= MOST_EXAMPLES) return examples;
  throw new OptionsError(`--examples is "${option}", but must be a whole number from 0 to ${MOST_EXAMPLES}.`);
}
