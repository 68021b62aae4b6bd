import { log, print, runCommand } from './shared/command.ts';
import { OptionsError, readMonth, readOptions } from './shared/options.ts';
import { hasNeverRun, readTargetOnly } from './shared/target.ts';
import { labelOf, readTarget, TARGET_OPTIONS, TARGET_USAGE, targetOption } from './shared/target-options.ts';
import { verificationText } from './verify/text.ts';
import { verify } from './verify/verify.ts';

/** `npm run verify`: whether everything that is kept is what was recorded. */

const USAGE = `npm run verify -- [--month 2026-10] [--quick] ${TARGET_USAGE} [--json]`;

await runCommand(async () => {
  const options = readOptions(
    {
      ...TARGET_OPTIONS,
      month: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const ref = readTarget(options);
  const { quick } = options;
  const month = options.month === undefined ? null : readMonth(options.month);
  if (hasNeverRun(ref)) throw new OptionsError(`Nothing has run in ${labelOf(ref)} yet.`);
  const verification = await readTargetOnly(ref, (target) =>
    verify(target, { month, quick, target: targetOption(ref), log }),
  );
  print(options.json ? JSON.stringify(verification, null, 2) : verificationText(verification));
  return verification.ok ? 0 : 1;
});
