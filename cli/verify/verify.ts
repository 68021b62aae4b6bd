import { commitKey, LOCK_KEY } from '../../model/keys.ts';
import type { Month } from '../../model/months.ts';
import type { Clients } from '../shared/clients.ts';
import { quantity } from '../shared/columns.ts';
import { OptionsError } from '../shared/options.ts';
import { verifyCommits } from './commits.ts';
import { createFindings, type Verification, type VerifyOptions } from './findings.ts';
import { verifyLock, verifyStage } from './lock.ts';
import { verifyManifests } from './manifests.ts';
import { verifyRawCopies } from './raw-copies.ts';
import { verifyReleases } from './releases.ts';
import { verifyParts, verifyQuarantine } from './rows.ts';

const AGAIN = 'verify again when the run has ended.';

/**
 * Compares everything in the bucket, or one month, with its recorded checksums and counts.
 * @throws OptionsError if the month was never committed
 */
export async function verify(
  clients: Clients,
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
  const { bucket } = clients;
  if (month !== null && (await bucket.objectSize(commitKey(month))) === null)
    throw new OptionsError(`${month} was never committed; npm run runs lists all runs.`);
  const findings = createFindings();
  const options: VerifyOptions = { findings, quick, target };
  // The lock is read at the start and at the end, to detect a run that changes objects during the verification.
  const lock = await bucket.findText(LOCK_KEY);
  const running = await verifyLock(clients, options);
  if (running !== null) {
    findings.note(`Run ${running} was in progress, and its changes may show as differences; ${AGAIN}`);
  }
  const { valid: commits, broken } = await verifyCommits(bucket, options, { month, running });
  for (const commit of commits) {
    await verifyRawCopies(bucket, commit, options);
    await verifyParts(bucket, commit, options);
    await verifyQuarantine(bucket, commit, options);
    const parts = Object.values(commit.tables).reduce((sum, table) => sum + table.parts.length, 0);
    log(
      commit.removed
        ? `${commit.month}: removed`
        : `${commit.month}: ${quantity(commit.files.length, 'raw copy', 'raw copies')}, ${quantity(parts, 'part')}`,
    );
  }
  await verifyManifests(bucket, { commits, broken, whole: month === null }, options);
  if (month === null) {
    const newest = commits.findLast(({ removed }) => !removed)?.month ?? null;
    const markers = await verifyReleases(bucket, { ...options, newest, log });
    await verifyStage(clients, markers, options);
  }
  if (running === null && (await bucket.findText(LOCK_KEY)) !== lock)
    findings.note(`A run has started meanwhile, and its changes may show as differences; ${AGAIN}`);
  return findings.result(!quick);
}
