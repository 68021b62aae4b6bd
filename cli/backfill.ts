import { randomBytes } from 'node:crypto';
import { parseRunInput } from '../model/runs/run.ts';
import { type Backfill, backfill } from './backfill/backfill.ts';
import { newBackfillId, readBackfillId } from './backfill/id.ts';
import { checkSource, monthsBetween } from './backfill/range.ts';
import { quantity } from './shared/columns.ts';
import { InterruptedError, log, print, runCommand } from './shared/command.ts';
import { OptionsError, readOptions, readSource } from './shared/options.ts';
import { useTarget } from './shared/target.ts';
import {
  readTarget,
  shellWord,
  TARGET_OPTIONS,
  TARGET_USAGE,
  targetOption,
} from './shared/target-options.ts';

/** `npm run backfill`: many months in order, published once at their end. */

const USAGE =
  'npm run backfill -- --first 2024-01 --last 2026-10 [--source URI] [--from ingest|normalize] [--force] ' +
  `[--reason TEXT] [--resume ID] ${TARGET_USAGE} [--json]`;

await runCommand(async () => {
  const options = readOptions(
    {
      ...TARGET_OPTIONS,
      first: { type: 'string' },
      last: { type: 'string' },
      source: { type: 'string' },
      from: { type: 'string' },
      force: { type: 'boolean', default: false },
      reason: { type: 'string' },
      resume: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const { first, last, from, force, reason, resume } = options;
  if (first === undefined) throw new OptionsError(`--first is missing. Usage: ${USAGE}`);
  if (last === undefined) throw new OptionsError(`--last is missing. Usage: ${USAGE}`);
  const ref = readTarget(options);
  const months = monthsBetween(first, last);
  if (from === 'aggregate')
    throw new OptionsError('--from is "aggregate", which commits no month; give "ingest" or "normalize".');
  const source = options.source === undefined ? undefined : readSource(options.source);
  if (source !== undefined) checkSource(source, months);
  // What plan would refuse is told before anything is started.
  parseRunInput({
    month: first,
    ...(source !== undefined && { source }),
    ...(from !== undefined && { from }),
  });
  const id =
    resume === undefined ? newBackfillId(new Date(), randomBytes(4).toString('hex')) : readBackfillId(resume);

  const goOn = (beginning: string): string =>
    [
      `npm run backfill -- --first ${beginning} --last ${last}`,
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
    if (error instanceof InterruptedError) log(`To go on: ${goOn(first)}`);
    throw error;
  });
  if (options.json) print(JSON.stringify(done, null, 2));
  const failure = failureOf(done, goOn);
  if (failure !== null) log(failure);
  else if (!options.json) print(told(done));
  return failure === null ? 0 : 1;
});

/** Which month failed, why, and how to go on; null where none did. */
function failureOf({ months, published }: Backfill, goOn: (beginning: string) => string): string | null {
  const first = months[0]!.month;
  const failed = months.find(({ outcome }) => outcome === 'failed');
  if (failed) {
    return `${failed.month} failed (run ${failed.run_id ?? 'unknown'}): ${failed.error} Once that is mended, go on with: ${goOn(first)}`;
  }
  if (published?.outcome === 'failed')
    return `Every month is committed, but publishing failed: ${published.error} Publish with: ${goOn(first)}`;
  return null;
}

function told({ months, published }: Backfill): string {
  const skipped = months.filter(({ outcome }) => outcome === 'skipped').length;
  const run = months.length - skipped;
  const before = skipped === 0 ? '' : `, ${skipped} had been before`;
  const release =
    published!.outcome === 'unchanged'
      ? 'the API serves these figures already'
      : `the API serves the release of the run ${published!.run_id}`;
  return `${quantity(run, 'month')} committed${before}; ${release}.`;
}
