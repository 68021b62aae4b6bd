import { readMonthFiles } from '../../aws/commits.ts';
import { MOVIES_FILE, sourceFile } from '../../model/data/source-files.ts';
import { auditReportKey, planKey } from '../../model/keys.ts';
import type { Plan } from '../../model/runs/plan.ts';
import type { AuditReport, MonthCommit } from '../../model/runs/reports.ts';
import type { RunOrder } from '../../model/runs/run.ts';
import { isCommit, isTombstone, type MonthFile } from '../../model/runs/tombstone.ts';
import { step } from '../runtime/handler.ts';
import { type LiveRelease, readLiveRelease } from '../runtime/live-release.ts';
import { dataBucket, readJson, writeJson } from '../runtime/s3.ts';
import { timing } from '../runtime/steps.ts';
import { movieChanges } from './changes.ts';
import { auditFile, readNormalizeReports } from './file.ts';
import { enforceGates, quarantineGate, shrinkGate } from './gates.ts';
import { countDistinct, readIdentities } from './identities.ts';
import { emitAudit } from './metrics.ts';

/**
 * Judges the run as a whole before it is committed: every row read must be accounted for, of the rows of one id only
 * the last stays, and the gates must let it pass. A repeat comes to the same parts and counts. A month that is removed
 * brings no rows, and may shrink the release too much like any other.
 */
export const handler = step('audit', async (event: Pick<RunOrder, 'run_id' | 'month'>, now) => {
  const began = now();
  const plan = await readJson<Plan>(planKey(event.run_id));
  const read = plan.files.map(({ file }) => file).filter((file) => sourceFile(file)?.cells);
  const audited = await Promise.all(read.map((file) => auditFile(plan, file)));

  const after = audited.find(({ file }) => file === MOVIES_FILE)?.identities.ids ?? NONE;
  const months = await readMonthFiles(dataBucket);
  const committed = await committedIds(months.filter(isCommit));
  const idsWhere = (is: (month: string) => boolean): Float64Array[] =>
    committed.filter(({ month }) => is(month)).map(({ ids }) => ids);
  const [before = NONE] = idsWhere((month) => month === plan.month);
  const earlier = idsWhere((month) => month < plan.month);
  const later = idsWhere((month) => month > plan.month);
  const current_movies = countDistinct([after, ...earlier, ...later]);
  const changes_movies = movieChanges({ before, after, earlier, later });
  const committedMovies = current_movies - changes_movies.added + changes_movies.gone;
  const live = await readLiveRelease(plan.live_slot);
  const gates = [
    ...audited.map(({ file, counts }) => quarantineGate(file, counts)),
    shrinkGate(current_movies, live && moviesToKeep(live, months, committedMovies)),
  ];
  const report: AuditReport = {
    files: Object.fromEntries(audited.map(({ file, counts }) => [file, counts])),
    tables: Object.assign({}, ...audited.map(({ tables }) => tables)),
    superseded_parts: audited.flatMap(({ superseded }) => superseded),
    current_movies,
    changes_movies,
    gates,
    ...timing(began, now()),
  };
  await writeJson(auditReportKey(event.run_id), report);
  // A dry run is looked at by whoever has asked for it: its rows come to nothing, and its gates are to ring nowhere.
  if (!plan.dry_run) emitAudit(report);
  // It succeeds by telling: a failed run would wake somebody who is told nothing new.
  if (!plan.force && !plan.dry_run) enforceGates(gates);
  return { current_movies };
});

const NONE = new Float64Array(0);

/**
 * What the release is held against: the live one. Where that has a month which was removed since, and whose removal died
 * behind its commit or was not published, then what is left without it: the removal has passed this gate itself, and must
 * not stop the run that would publish it.
 */
function moviesToKeep(live: LiveRelease, months: readonly MonthFile[], committedMovies: number): number {
  const removed = months.filter(isTombstone).map(({ month }) => month);
  const isBehind = live.months.some(({ month }) => removed.includes(month));
  return isBehind ? Math.min(live.movie_count, committedMovies) : live.movie_count;
}

/** The ids of every committed month, so that movies can be counted across months. */
async function committedIds(
  commits: readonly MonthCommit[],
): Promise<{ month: string; ids: Float64Array }[]> {
  return Promise.all(
    commits.map(async ({ month, run_id, files }) => {
      const { csv } = files.find(({ file }) => file === MOVIES_FILE)!;
      const reports = await readNormalizeReports(run_id, MOVIES_FILE, csv!.parts.length);
      return { month, ids: (await readIdentities(run_id, MOVIES_FILE, reports)).ids };
    }),
  );
}
