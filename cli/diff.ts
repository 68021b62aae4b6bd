import { compareDocuments } from './diff/documents.ts';
import { compareFigures } from './diff/figures.ts';
import { compareMovies, type MovieChanges } from './diff/movies.ts';
import { assertKept, chooseReleases, type Release } from './diff/releases.ts';
import { releaseTables, TablesGoneError } from './diff/tables.ts';
import { diffText, type ReleaseChanges } from './diff/text.ts';
import { print, runCommand } from './shared/command.ts';
import type { Lake } from './shared/objects.ts';
import { OptionsError, readLimit, readOptions } from './shared/options.ts';
import { hasNeverRun, readTargetOnly } from './shared/target.ts';
import { labelOf, readTarget, TARGET_OPTIONS, TARGET_USAGE } from './shared/target-options.ts';

/** `npm run diff`: what changed between two releases. */

const USAGE = `npm run diff -- [--from RUN_ID|blue|green] [--to RUN_ID|blue|green] [--limit N] ${TARGET_USAGE} [--json]`;

await runCommand(async () => {
  const options = readOptions(
    {
      ...TARGET_OPTIONS,
      from: { type: 'string' },
      to: { type: 'string' },
      limit: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const ref = readTarget(options);
  const limit = readLimit(options.limit);
  if (hasNeverRun(ref)) throw new OptionsError(`Nothing has run in ${labelOf(ref)} yet.`);
  const changes = await readTargetOnly(ref, (target) => compare(target, options, limit));
  print(options.json ? JSON.stringify(changes, null, 2) : diffText(changes));
  return 0;
});

async function compare(
  lake: Lake,
  options: { readonly from?: string; readonly to?: string },
  limit: number,
): Promise<ReleaseChanges> {
  const { from, to } = await chooseReleases(lake, options);
  const documents = await compareDocuments(lake, from.slot, to.slot);
  const figures = await compareFigures(lake, { from: from.slot, to: to.slot }, limit);
  // What was read of a slot that a run is filling is a mixture.
  await assertKept(lake, [from, to]);
  const movies = await moviesOf(lake, from, to, limit);
  return { from, to, documents, ...movies, figures };
}

async function moviesOf(
  lake: Lake,
  from: Release,
  to: Release,
  limit: number,
): Promise<{ readonly movies: MovieChanges | null; readonly movies_missing: string | null }> {
  try {
    const [before, after] = [await releaseTables(lake, from), await releaseTables(lake, to)];
    return { movies: await compareMovies(lake, { before, after }, limit), movies_missing: null };
  } catch (error) {
    if (error instanceof TablesGoneError) return { movies: null, movies_missing: error.message };
    throw error;
  }
}
