import { commitKey, LOCK_KEY } from '../../model/keys.ts';
import type { Month } from '../../model/months.ts';
import { quantity } from '../shared/columns.ts';
import { findText } from '../shared/lake.ts';
import { type Lake, objectBytes } from '../shared/objects.ts';
import { OptionsError } from '../shared/options.ts';
import { verifyCommits } from './commits.ts';
import { createFindings, type Verification, type VerifyOptions } from './findings.ts';
import { verifyLock, verifyStage } from './lock.ts';
import { verifyManifests } from './manifests.ts';
import { verifyRawCopies } from './raw-copies.ts';
import { verifyReleases } from './releases.ts';
import { verifyParts, verifyQuarantine } from './rows.ts';

const AGAIN = 'verify again when it has ended.';

/**
 * Recomputes what can be recomputed of everything that is kept, or of one month, and compares it with what was
 * recorded. @throws OptionsError where the month isn't committed
 */
export async function verify(
  lake: Lake,
  {
    month,
    quick,
    target,
    log,
  }: {
    readonly month: Month | null;
    readonly quick: boolean;
    readonly target: string;
    readonly log: (line: string) => void;
  },
): Promise<Verification> {
  if (month !== null && (await objectBytes(lake, commitKey(month))) === null)
    throw new OptionsError(`${month} has never been committed; npm run runs tells what has.`);
  const findings = createFindings();
  const options: VerifyOptions = { findings, quick, target };
  // First, so that what a run changes meanwhile isn't told without saying so.
  const lock = await findText(lake.clients, lake.names, LOCK_KEY);
  const running = await verifyLock(lake, options);
  if (running !== null) {
    findings.note(
      `The run ${running} was in progress: what it changes meanwhile may show as a difference; ${AGAIN}`,
    );
  }
  const { understood: commits, broken } = await verifyCommits(lake, options, { month, running });
  for (const commit of commits) {
    await verifyRawCopies(lake, commit, options);
    await verifyParts(lake, commit, options);
    await verifyQuarantine(lake, commit, options);
    const parts = Object.values(commit.tables).reduce((sum, table) => sum + table.parts.length, 0);
    log(
      commit.removed
        ? `${commit.month}: removed`
        : `${commit.month}: ${quantity(commit.files.length, 'raw copy', 'raw copies')}, ${quantity(parts, 'part')}`,
    );
  }
  await verifyManifests(lake, { commits, broken, whole: month === null }, options);
  if (month === null) {
    const newest = commits.findLast(({ removed }) => !removed)?.month ?? null;
    const markers = await verifyReleases(lake, { ...options, newest, log });
    await verifyStage(lake, markers, options);
  }
  if (running === null && (await findText(lake.clients, lake.names, LOCK_KEY)) !== lock)
    findings.note(`A run has begun meanwhile: what it changed may show as a difference; ${AGAIN}`);
  return findings.result(!quick);
}
