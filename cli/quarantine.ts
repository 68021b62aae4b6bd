import { SOURCE_FILES, sourceFile } from '../model/data/source-files.ts';
import { COLUMN_COUNT } from '../model/data/validate-row.ts';
import type { QUARANTINE } from './commands/inspect.ts';
import { groupQuarantine } from './quarantine/group.ts';
import { checkSelection, selectRun } from './quarantine/selection.ts';
import { quarantineText } from './quarantine/text.ts';
import { print } from './shared/command.ts';
import { OptionsError } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { hasNeverRun, readTargetOnly } from './shared/target.ts';
import { labelOf, readTarget } from './shared/target-options.ts';

/** The maximum number of examples per reason. Examples are kept in memory. */
const MOST_EXAMPLES = 1_000;

/** `npm run quarantine`: lists the quarantined rows of a month or run by reason. */
export async function run(options: OptionsOf<typeof QUARANTINE>): Promise<number> {
  const ref = readTarget(options);
  checkSelection(options);
  const { month, run, file, reason } = options;
  checkFile(file, reason);
  const examples = readExamples(options.examples);
  if (hasNeverRun(ref)) throw new OptionsError(`Nothing has run in ${labelOf(ref)} yet.`);
  const quarantine = await readTargetOnly(ref, async ({ clients: { bucket } }) => {
    const selection = await selectRun(bucket, {
      file,
      ...(month !== undefined && { month }),
      ...(run !== undefined && { run }),
    });
    return groupQuarantine(bucket, selection, { examples, ...(reason !== undefined && { reason }) });
  });
  print(options.json ? JSON.stringify(quarantine, null, 2) : quarantineText(quarantine));
  return 0;
}

/** Checks that a file has a quarantine and that a reason is one of its columns. @throws OptionsError */
function checkFile(file: string, reason: string | undefined): void {
  const cells = sourceFile(file)?.cells;
  if (cells === undefined) {
    const read = SOURCE_FILES.filter((known) => known.cells).map(({ name }) => name);
    throw new OptionsError(`--file is "${file}", but only rows of ${read.join(', ')} are validated.`);
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
