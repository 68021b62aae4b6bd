import { readMonthFiles } from '../../aws/commits.ts';
import { MOVIES_FILE, sourceFile } from '../../model/data/source-files.ts';
import { auditReportKey, ingestReportKey, planKey } from '../../model/keys.ts';
import type { Plan } from '../../model/runs/plan.ts';
import type { AuditReport, IngestReport, MonthCommit } from '../../model/runs/reports.ts';
import type { RunOrder } from '../../model/runs/run.ts';
import { isCommit, isTombstone, type MonthFile } from '../../model/runs/tombstone.ts';
import { step } from '../runtime/handler.ts';
import { type LiveRelease, readLiveRelease } from '../runtime/live-release.ts';
import { dataBucket, readJson, writeJson } from '../runtime/s3.ts';
import { timing } from '../runtime/steps.ts';
import { movieChanges } from './changes.ts';
import { auditFile, readNormalizeReports } from './file.ts';
import { enforceGates, quarantineGate, shrinkGate } from './gates.ts';
import { type GenreMonth, genreAddressChanges } from './genre-addresses.ts';
import { countDistinct, readIdentities } from './identities.ts';
import { emitAudit } from './metrics.ts';
import { fileWarnings } from './warnings.ts';

/**
 * Validates the run as a whole before its commit: every row read must be accounted for, only the last row of each id
 * is kept, and the gates must pass. A repeat writes the same parts and counts. A run that removes its month has no rows, but the
 * gate against a shrinking release applies to it too.
 */
export const handler = step('audit', async (event: Pick<RunOrder, 'run_id' | 'month'>, now) => {
  const began = now();
  const plan = await readJson<Plan>(planKey(event.run_id));
  const read = plan.files.map(({ file }) => file).filter((file) => sourceFile(file)?.cells);
  const audited = await Promise.all(read.map((file) => auditFile(plan, file)));

  const after = audited.find(({ file }) => file === MOVIES_FILE)?.identities.ids ?? NONE;
  const months = await readMonthFiles(dataBucket);
  const commits = months.filter(isCommit);
  const committed = await committedIds(commits);
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
  const tables: AuditReport['tables'] = Object.assign({}, ...audited.map((file) => file.tables));
  const ingested = await Promise.all(
    plan.files.map(({ file }) => readJson<IngestReport>(ingestReportKey(event.run_id, file))),
  );
  const genreMonths = committed.map(
    ({ month, ids }, index): GenreMonth => ({
      month,
      ids,
      parts: commits[index]!.tables.genres?.parts ?? [],
    }),
  );
  const report: AuditReport = {
    files: Object.fromEntries(audited.map(({ file, counts }) => [file, counts])),
    tables,
    superseded_parts: audited.flatMap(({ superseded }) => superseded),
    current_movies,
    changes_movies,
    gates,
    warnings: fileWarnings(plan.month, ingested, commits),
    genre_addresses: plan.dry_run
      ? await genreAddressChanges(genreMonths, [
          ...genreMonths.filter(({ month }) => month !== plan.month),
          { month: plan.month, ids: after, parts: tables.genres?.parts ?? [] },
        ])
      : null,
    ...timing(began, now()),
  };
  await writeJson(auditReportKey(event.run_id), report);
  // A dry run emits no metrics and doesn't fail at a gate: its caller reads the record, and no alarm may be raised for it.
  if (!plan.dry_run) emitAudit(report);
  if (!plan.force && !plan.dry_run) enforceGates(gates);
  return { current_movies };
});

const NONE = new Float64Array(0);

/**
 * The number of movies in the live release, which the new release is compared with. If the removal of a month was committed but not
 * yet published, the live release still contains the month. Its movies are not counted, because the removal has already passed this
 * gate and must not fail the run that publishes it.
 */
function moviesToKeep(live: LiveRelease, months: readonly MonthFile[], committedMovies: number): number {
  const removed = months.filter(isTombstone).map(({ month }) => month);
  const isBehind = live.months.some(({ month }) => removed.includes(month));
  return isBehind ? Math.min(live.movie_count, committedMovies) : live.movie_count;
}

/** The movie ids of every committed month. */
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
