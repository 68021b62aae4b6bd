import type { VERIFY } from './commands/inspect.ts';
import { log, print } from './shared/command.ts';
import { OptionsError, readMonth } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { hasNeverRun, readTargetOnly } from './shared/target.ts';
import { labelOf, readTarget, targetOption } from './shared/target-options.ts';
import { verificationText } from './verify/text.ts';
import { verify } from './verify/verify.ts';

/** `npm run verify`: compares everything in the bucket with its recorded checksums and counts. */
export async function run(options: OptionsOf<typeof VERIFY>): Promise<number> {
  const ref = readTarget(options);
  const { quick } = options;
  const month = options.month === undefined ? null : readMonth(options.month);
  if (hasNeverRun(ref)) throw new OptionsError(`Nothing has run in ${labelOf(ref)} yet.`);
  const verification = await readTargetOnly(ref, (target) =>
    verify(target.clients, { month, quick, target: targetOption(ref), log }),
  );
  print(options.json ? JSON.stringify(verification, null, 2) : verificationText(verification));
  return verification.ok ? 0 : 1;
}
