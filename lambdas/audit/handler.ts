import { ENDPOINTS, objectPath } from '../../model/endpoints.ts';
import { auditReportKey, documentKey, planKey } from '../../model/keys.ts';
import type { AuditReport, Plan } from '../../model/reports.ts';
import type { RunOrder } from '../../model/run.ts';
import { MOVIES_FILE, sourceFile } from '../../model/source-files.ts';
import { readCommits } from '../runtime/commits.ts';
import { step } from '../runtime/handler.ts';
import { findJson, readJson, writeJson } from '../runtime/s3.ts';
import { timing } from '../runtime/steps.ts';
import { auditFile, readNormalizeReports } from './file.ts';
import { enforceGates, quarantineGate, shrinkGate } from './gates.ts';
import { countDistinct, readIdentities } from './identities.ts';
import { emitAudit } from './metrics.ts';

/**
 * Judges the run as a whole before it is committed: every row read must be accounted for, of the rows of one id only
 * the last stays, and the gates must let it pass. A repeat comes to the same parts and counts.
 */
export const handler = step('audit', async (event: Pick<RunOrder, 'run_id' | 'month'>, now) => {
  const began = now();
  const plan = await readJson<Plan>(planKey(event.run_id));
  const read = plan.files.map(({ file }) => file).filter((file) => sourceFile(file)?.cells);
  const audited = await Promise.all(read.map((file) => auditFile(plan, file)));

  const movies = audited.find(({ file }) => file === MOVIES_FILE)!;
  const current_movies = countDistinct([movies.identities.ids, ...(await otherMonthsIds(plan))]);
  const gates = [
    ...audited.map(({ file, counts }) => quarantineGate(file, counts)),
    shrinkGate(current_movies, await liveMovies(plan)),
  ];
  const report: AuditReport = {
    files: Object.fromEntries(audited.map(({ file, counts }) => [file, counts])),
    tables: Object.assign({}, ...audited.map(({ tables }) => tables)),
    superseded_parts: audited.flatMap(({ superseded }) => superseded),
    current_movies,
    gates,
    ...timing(began, now()),
  };
  await writeJson(auditReportKey(event.run_id), report);
  emitAudit(report);
  if (!plan.force) enforceGates(gates);
  return { current_movies };
});

/** The ids of every other committed month, so that movies can be counted across months. */
async function otherMonthsIds({ month }: Plan): Promise<Float64Array[]> {
  const others = (await readCommits()).filter((commit) => commit.month !== month);
  return Promise.all(
    others.map(async ({ run_id, files }) => {
      const { csv } = files.find(({ file }) => file === MOVIES_FILE)!;
      const reports = await readNormalizeReports(run_id, MOVIES_FILE, csv!.parts.length);
      return (await readIdentities(run_id, MOVIES_FILE, reports)).ids;
    }),
  );
}

/** How many movies the live release tells of; null where nothing is live. */
async function liveMovies({ live_slot }: Plan): Promise<number | null> {
  if (live_slot === null) return null;
  const status = await findJson<{ movie_count: number }>(
    documentKey(live_slot, objectPath(ENDPOINTS.status.path)),
  );
  return status?.value.movie_count ?? null;
}
