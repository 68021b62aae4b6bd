import { randomBytes } from 'node:crypto';
import { parseRunInput } from '../model/runs/run.ts';
import { type Backfill, backfill } from './backfill/backfill.ts';
import { newBackfillId, readBackfillId } from './backfill/id.ts';
import { checkSource, monthsBetween } from './backfill/range.ts';
import type { BACKFILL } from './commands/runs.ts';
import { quantity } from './shared/columns.ts';
import { InterruptedError, log, print } from './shared/command.ts';
import { OptionsError, readSource } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { useTarget } from './shared/target.ts';
import { readTarget, shellWord, targetOption } from './shared/target-options.ts';

/** `npm run backfill`: runs several months in order and publishes once at the end. */
export async function run(options: OptionsOf<typeof BACKFILL>): Promise<number> {
  const { first, last, from, force, reason, resume } = options;
  const ref = readTarget(options);
  const months = monthsBetween(first, last);
  if (from === 'aggregate')
    throw new OptionsError('--from is "aggregate", which commits no month; use "ingest" or "normalize".');
  const source = options.source === undefined ? undefined : readSource(options.source);
  if (source !== undefined) checkSource(source, months);
  // Invalid input is rejected before anything is started.
  parseRunInput({
    month: first,
    ...(source !== undefined && { source }),
    ...(from !== undefined && { from }),
  });
  const id =
    resume === undefined ? newBackfillId(new Date(), randomBytes(4).toString('hex')) : readBackfillId(resume);

  const resumeCommand =
    [
      `npm run backfill -- --first ${first} --last ${last}`,
      ...(source === undefined ? [] : [`--source ${shellWord(source)}`]),
      ...(from === undefined ? [] : [`--from ${from}`]),
      ...(force ? ['--force'] : []),
      ...(reason === undefined ? [] : [`--reason ${shellWord(reason)}`]),
      `--resume ${id}`,
    ].join(' ') + targetOption(ref);

  log(`${id}: ${quantity(months.length, 'month')}, ${first} to ${last}, published once at the end.`);
  const done = await useTarget(ref, (target) =>
    backfill(target, {
      id,
      months,
      resumed: resume !== undefined,
      ...(source !== undefined && { source }),
      ...(from !== undefined && { from }),
      force,
      reason: reason ?? null,
      log,
    }),
  ).catch((error: unknown) => {
    if (error instanceof InterruptedError) log(`To resume: ${resumeCommand}`);
    throw error;
  });
  if (options.json) print(JSON.stringify(done, null, 2));
  const failure = failureOf(done, resumeCommand);
  if (failure !== null) log(failure);
  else if (!options.json) print(summaryOf(done));
  return failure === null ? 0 : 1;
}

/** Returns a message with the failed month, the reason and the command to resume; null if every run succeeded. */
function failureOf({ months, published }: Backfill, resumeCommand: string): string | null {
  const failed = months.find(({ outcome }) => outcome === 'failed');
  if (failed) {
    return `${failed.month} failed (run ${failed.run_id ?? 'unknown'}): ${failed.error} Fix the cause, then resume with: ${resumeCommand}`;
  }
  if (published?.outcome === 'failed')
    return `Every month is committed, but publishing failed: ${published.error} Publish with: ${resumeCommand}`;
  return null;
}

function summaryOf({ months, published }: Backfill): string {
  const skipped = months.filter(({ outcome }) => outcome === 'skipped').length;
  const run = months.length - skipped;
  const before = skipped === 0 ? '' : `, ${skipped} already committed`;
  const release =
    published!.outcome === 'unchanged'
      ? 'the API already serves these figures'
      : `the API serves the release of run ${published!.run_id}`;
  return `${quantity(run, 'month')} committed${before}; ${release}.`;
}
