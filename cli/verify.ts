import { print, runCommand, say } from './shared/command.ts';
import { OptionsError, readMonth, readOptions } from './shared/options.ts';
import { isUntouched, readTargetOnly } from './shared/target.ts';
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
  const where = readTarget(options);
  const { quick } = options;
  const month = options.month === undefined ? null : readMonth(options.month);
  if (isUntouched(where)) throw new OptionsError(`Nothing has run in ${labelOf(where)} yet.`);
  const verification = await readTargetOnly(where, (target) =>
    verify(target.clients, { month, quick, target: targetOption(where), say }),
  );
  print(options.json ? JSON.stringify(verification, null, 2) : verificationText(verification));
  return verification.ok ? 0 : 1;
});
