import type { Bucket } from '../aws/bucket.ts';
import type { DIFF } from './commands/inspect.ts';
import { compareDocuments } from './diff/documents.ts';
import { compareFigures } from './diff/figures.ts';
import { compareMovies, type MovieChanges } from './diff/movies.ts';
import { assertKept, chooseReleases, type Release } from './diff/releases.ts';
import { releaseTables, TablesGoneError } from './diff/tables.ts';
import { diffText, type ReleaseChanges } from './diff/text.ts';
import type { Clients } from './shared/clients.ts';
import { print } from './shared/command.ts';
import { OptionsError, readLimit } from './shared/options.ts';
import type { OptionsOf } from './shared/parser.ts';
import { hasNeverRun, readTargetOnly } from './shared/target.ts';
import { labelOf, readTarget } from './shared/target-options.ts';

/** `npm run diff`: compares two releases. */
export async function run(options: OptionsOf<typeof DIFF>): Promise<number> {
  const ref = readTarget(options);
  const limit = readLimit(options.limit);
  if (hasNeverRun(ref)) throw new OptionsError(`Nothing has run in ${labelOf(ref)} yet.`);
  const changes = await readTargetOnly(ref, (target) => compare(target.clients, options, limit));
  print(options.json ? JSON.stringify(changes, null, 2) : diffText(changes));
  return 0;
}

async function compare(
  clients: Clients,
  options: { readonly from?: string; readonly to?: string },
  limit: number,
): Promise<ReleaseChanges> {
  const { from, to } = await chooseReleases(clients, options);
  const { documents, addresses } = await compareDocuments(clients.bucket, from.slot, to.slot, limit);
  const figures = await compareFigures(clients.bucket, { from: from.slot, to: to.slot }, limit);
  // If a run has rewritten a slot during the comparison, the result mixes two releases.
  await assertKept(clients.bucket, [from, to]);
  const movies = await moviesOf(clients.bucket, from, to, limit);
  return { from, to, documents, addresses, ...movies, figures };
}

async function moviesOf(
  bucket: Bucket,
  from: Release,
  to: Release,
  limit: number,
): Promise<{ readonly movies: MovieChanges | null; readonly movies_missing: string | null }> {
  try {
    const [before, after] = [await releaseTables(bucket, from), await releaseTables(bucket, to)];
    return { movies: await compareMovies(bucket, { before, after }, limit), movies_missing: null };
  } catch (error) {
    if (error instanceof TablesGoneError) return { movies: null, movies_missing: error.message };
    throw error;
  }
}
