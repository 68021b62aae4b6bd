import pMap from 'p-map';
import { ENDPOINTS, objectPath } from '../../model/endpoints.ts';
import { CountsDontReconcileError } from '../../model/errors.ts';
import {
  auditReportKey,
  documentKey,
  ingestReportKey,
  normalizeReportKey,
  planKey,
  tablePartKey,
} from '../../model/keys.ts';
import type {
  AuditReport,
  IngestReport,
  NormalizeReport,
  Plan,
  RowCounts,
  TableParts,
} from '../../model/reports.ts';
import type { RunOrder } from '../../model/run.ts';
import { sourceFile } from '../../model/source-files.ts';
import { tablesOf } from '../../model/tables.ts';
import { readCommits } from '../runtime/commits.ts';
import { step } from '../runtime/handler.ts';
import { createLines, readLines } from '../runtime/lines.ts';
import { findJson, readJson, writeJson } from '../runtime/s3.ts';
import { timing } from '../runtime/steps.ts';
import { enforceGates, quarantineGate, shrinkGate } from './gates.ts';
import { countDistinct, type Identities, readIdentities, supersededRows } from './identities.ts';

const MOVIES = 'movies_metadata.csv';
/** Each holds the buffers of a download and an upload; more of them would need memory in step with the file. */
const REWRITES_AT_ONCE = 2;

/**
 * Judges the run as a whole before it is committed: every row read must be accounted for, of the rows of one id only
 * the last stays, and the gates must let it pass. A repeat comes to the same parts and counts.
 */
export const handler = step('audit', async (event: Pick<RunOrder, 'run_id' | 'month'>, now) => {
  const began = now();
  const plan = await readJson<Plan>(planKey(event.run_id));
  const read = plan.files.map(({ file }) => file).filter((file) => sourceFile(file)?.record);
  const audited = await Promise.all(read.map((file) => auditFile(plan, file)));

  const movies = audited.find(({ file }) => file === MOVIES)!;
  const current_movies = countDistinct([movies.identities.ids, ...(await otherMonthsIds(plan))]);
  const gates = [
    ...audited.map(({ file, counts }) => quarantineGate(file, counts)),
    shrinkGate(current_movies, await liveMovies(plan)),
  ];
  const report: AuditReport = {
    files: Object.fromEntries(audited.map(({ file, counts }) => [file, counts])),
    tables: Object.assign({}, ...audited.map(({ tables }) => tables)),
    current_movies,
    gates,
    ...timing(began, now()),
  };
  await writeJson(auditReportKey(event.run_id), report);
  if (!plan.force) enforceGates(gates);
  return { current_movies };
});

interface AuditedFile {
  readonly file: string;
  readonly counts: RowCounts;
  readonly tables: Record<string, TableParts>;
  readonly identities: Identities;
}

async function auditFile({ run_id, month }: Plan, file: string): Promise<AuditedFile> {
  const { csv } = await readJson<IngestReport>(ingestReportKey(run_id, file));
  const parts = await Promise.all(
    csv!.parts.map((_, part) => readJson<NormalizeReport>(normalizeReportKey(run_id, file, part))),
  );
  for (const [index, { read, accepted, quarantined }] of parts.entries()) {
    reconcile(`${file}, part ${index}`, csv!.parts[index]!.rows, read, 'read');
    reconcile(`${file}, part ${index}`, read, accepted + quarantined, 'accepted and quarantined');
  }
  const identities = await readIdentities(
    run_id,
    file,
    parts.map(({ accepted }) => accepted),
  );
  const superseded = supersededRows(identities);
  const duplicates = sum([...superseded.values()].map(({ size }) => size));
  const total = (count: 'read' | 'accepted' | 'quarantined'): number => sum(parts.map((part) => part[count]));
  const counts: RowCounts = {
    read: total('read'),
    accepted: total('accepted') - duplicates,
    quarantined: total('quarantined'),
    duplicates,
    reasons: sumReasons(parts),
  };

  const tables: Record<string, TableParts> = {};
  for (const { name } of tablesOf(file)) {
    const tableParts = await pMap(
      parts,
      async (report, part) => {
        const key = tablePartKey(name, month, run_id, part);
        const rows = report.tables[name]!;
        const dropped = superseded.get(part);
        // A part without rows was never written.
        return { key, rows: dropped && rows > 0 ? await dropRows(key, dropped) : rows };
      },
      { concurrency: REWRITES_AT_ONCE },
    );
    tables[name] = {
      rows: sum(tableParts.map(({ rows }) => rows)),
      parts: tableParts.filter(({ rows }) => rows > 0),
    };
  }
  if (file === MOVIES)
    reconcile(file, counts.accepted, tables.movies_metadata!.rows, 'in the table movies_metadata');
  return { file, counts, tables, identities };
}

/**
 * Rewrites a part without the rows that came from superseded records. A part that is rewritten again stays the
 * same. Gives the number of rows left.
 */
async function dropRows(key: string, superseded: ReadonlySet<number>): Promise<number> {
  const lines = createLines(key, { evenIfEmpty: true });
  let rows = 0;
  for await (const line of readLines(key)) {
    if (superseded.has(sourceRow(line))) continue;
    rows += 1;
    await lines.write(line);
  }
  await lines.close();
  return rows;
}

/** Every row begins with its run_id and source_row; parsing the whole line would take most of the time. */
const sourceRow = (line: string): number => Number(/"source_row":(\d+)/.exec(line)![1]);

/** The ids of every other committed month, so that movies can be counted across months. */
async function otherMonthsIds({ month }: Plan): Promise<Float64Array[]> {
  const others = (await readCommits()).filter((commit) => commit.month !== month);
  return Promise.all(
    others.map(async ({ run_id, files }) => {
      const parts = files.find(({ file }) => file === MOVIES)!.csv!.parts;
      const reports = await Promise.all(
        parts.map((_, part) => readJson<NormalizeReport>(normalizeReportKey(run_id, MOVIES, part))),
      );
      return (
        await readIdentities(
          run_id,
          MOVIES,
          reports.map(({ accepted }) => accepted),
        )
      ).ids;
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

function reconcile(place: string, expected: number, found: number, what: string): void {
  if (expected === found) return;
  throw new CountsDontReconcileError(
    `${place}: of ${expected} rows ${found} were ${what}; nothing was committed, run it again.`,
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function sumReasons(parts: readonly NormalizeReport[]): Record<string, number> {
  const reasons: Record<string, number> = {};
  for (const part of parts) {
    for (const [reason, count] of Object.entries(part.reasons))
      reasons[reason] = (reasons[reason] ?? 0) + count;
  }
  return Object.fromEntries(Object.entries(reasons).sort(([a], [b]) => (a < b ? -1 : 1)));
}
