import pMap from 'p-map';
import { MOVIES_FILE } from '../../model/data/source-files.ts';
import { tablesOf } from '../../model/data/tables.ts';
import { CountsDontReconcileError } from '../../model/errors.ts';
import { ingestReportKey, normalizeReportKey, tablePartKey } from '../../model/keys.ts';
import type { Plan } from '../../model/runs/plan.ts';
import type { IngestReport, NormalizeReport, RowCounts, TableParts } from '../../model/runs/reports.ts';
import { readJson } from '../runtime/s3.ts';
import { type Identities, readIdentities, supersededRows } from './identities.ts';
import { dropRows } from './rewrite.ts';

/** Each rewrite holds its part in memory twice, so only a few run at the same time. */
const REWRITES_AT_ONCE = 2;
const READS_AT_ONCE = 16;

/** A file of the drop with its row counts and table parts. */
export interface AuditedFile {
  readonly file: string;
  readonly counts: RowCounts;
  readonly tables: Record<string, TableParts>;
  /** Parts with superseded rows, which were replaced by new parts. */
  readonly superseded: readonly string[];
  readonly identities: Identities;
}

/**
 * Reconciles the row counts of a file and keeps only the last row of each id.
 * @throws CountsDontReconcileError
 */
export async function auditFile({ run_id, month }: Plan, file: string): Promise<AuditedFile> {
  const { csv } = await readJson<IngestReport>(ingestReportKey(run_id, file));
  const parts = await readNormalizeReports(run_id, file, csv!.parts.length);
  for (const [index, { read, blank_rows, accepted, quarantined }] of parts.entries()) {
    reconcile(`${file}, part ${index}`, csv!.parts[index]!.rows, read + blank_rows, 'read or blank');
    reconcile(`${file}, part ${index}`, read, accepted + quarantined, 'accepted and quarantined');
  }
  const identities = await readIdentities(run_id, file, parts);
  const superseded = supersededRows(identities);
  const duplicates = sum([...superseded.values()].map(({ size }) => size));
  const total = (count: 'read' | 'blank_rows' | 'accepted' | 'quarantined'): number =>
    sum(parts.map((part) => part[count]));
  const counts: RowCounts = {
    read: total('read'),
    blank_rows: total('blank_rows'),
    accepted: total('accepted') - duplicates,
    quarantined: total('quarantined'),
    duplicates,
    reasons: sumReasons(parts),
  };

  const tables: Record<string, TableParts> = {};
  const supersededParts: string[] = [];
  for (const { name } of tablesOf(file)) {
    const tableParts = await pMap(
      parts,
      async (report, part) => {
        const key = tablePartKey(name, month, run_id, part);
        const { rows, members, sha256 } = report.tables[name]!;
        const dropped = superseded.get(part);
        // A part without rows was never written.
        if (!dropped || rows === 0) return { key, rows, sha256 };
        // A new part number, because a late normalize can write the original part again.
        const rewritten = tablePartKey(name, month, run_id, parts.length + part);
        const { dropped: fewer, sha256: rewrittenSha256 } = await dropRows(key, rewritten, members, dropped);
        if (fewer === 0) return { key, rows, sha256 };
        supersededParts.push(key);
        return { key: rewritten, rows: rows - fewer, sha256: rewrittenSha256 };
      },
      { concurrency: REWRITES_AT_ONCE },
    );
    tables[name] = {
      rows: sum(tableParts.map(({ rows }) => rows)),
      parts: tableParts.filter(({ rows }) => rows > 0),
    };
  }
  if (file === MOVIES_FILE) {
    reconcile(file, counts.accepted, tables.movies_metadata!.rows, 'in the table movies_metadata');
  }
  return { file, counts, tables, superseded: supersededParts.toSorted(), identities };
}

/** The reports of normalize for every part of a file. */
export async function readNormalizeReports(
  runId: string,
  file: string,
  parts: number,
): Promise<NormalizeReport[]> {
  return pMap(
    Array.from({ length: parts }, (_, part) => normalizeReportKey(runId, file, part)),
    (key) => readJson<NormalizeReport>(key),
    { concurrency: READS_AT_ONCE },
  );
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
