import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { findJson, findText } from '../../local/commands/lake.ts';
import {
  auditReportKey,
  commitKey,
  ownerOf,
  PREFIXES,
  planKey,
  type RunArea,
  runRecordKey,
} from '../../model/keys.ts';
import { isMonth, type Month } from '../../model/months.ts';
import type { AuditReport } from '../../model/reports.ts';
import { runStart } from '../../model/run.ts';
import { type Lake, listObjects, objectBytes } from '../commands/objects.ts';
import { runAgain, type VerifyOptions } from './findings.ts';

const count = z.number().int().nonnegative();
const rowCounts = z.looseObject({ read: count, accepted: count, quarantined: count, duplicates: count });
const commitSchema = z.looseObject({
  month: z.string().refine(isMonth),
  run_id: z.string().refine((id) => runStart(id) !== null),
  committed_at: z.iso.datetime(),
  source: z.string().nullable(),
  code_version: z.string(),
  removed: z.boolean().optional(),
  files: z.array(
    z.looseObject({
      file: z.string(),
      key: z.string(),
      bytes: count,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      counts: rowCounts.nullable(),
    }),
  ),
  tables: z.record(
    z.string(),
    z.looseObject({ rows: count, parts: z.array(z.looseObject({ key: z.string(), rows: count })) }),
  ),
});

/** A commit, as far as it is relied on. */
export type CheckedCommit = z.output<typeof commitSchema>;

const RESTORE = 'Restore an older version of it: the bucket keeps them for a while (noncurrentDays).';

/** Reads the commits of all months, or of one; those that can't be understood are told and left out. */
export async function verifyCommits(
  lake: Lake,
  options: VerifyOptions,
  month: Month | null,
): Promise<CheckedCommit[]> {
  const commits: CheckedCommit[] = [];
  for await (const { key } of listObjects(lake, month === null ? PREFIXES.months : commitKey(month))) {
    options.findings.checked('commit');
    const text = (await findText(lake.clients, lake.names, key)) ?? '';
    const commit = understood(key, text, options);
    if (commit === null) continue;
    checkConsistency(key, commit, options);
    await checkReports(lake, commit, options);
    commits.push(commit);
  }
  return commits;
}

/** A commit by its text; null where it can't be understood. */
export function understood(key: string, text: string, { findings }: VerifyOptions): CheckedCommit | null {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    findings.differs({ check: 'commit', key, expected: 'a JSON object', found: 'no JSON', advice: RESTORE });
    return null;
  }
  const parsed = commitSchema.safeParse(found);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  findings.differs({
    check: 'commit',
    key,
    expected: 'a commit',
    found: `${path.join('.') || 'it'}: ${message}`,
    advice: RESTORE,
  });
  return null;
}

/** What a commit says against itself and its key. */
function checkConsistency(key: string, commit: CheckedCommit, { findings }: VerifyOptions): void {
  const differs = (expected: string, found: string): void =>
    findings.differs({ check: 'commit', key, expected, found, advice: RESTORE });
  const { month, run_id, files, tables, removed } = commit;
  if (commitKey(month) !== key) differs(`the month of ${key}`, month);
  if (removed && (files.length > 0 || Object.keys(tables).length > 0))
    differs('no files and no tables of a month that was removed', `${files.length} files`);
  const inMonth = (area: RunArea, named: string): boolean => ownerOf(area, named)?.month === month;
  for (const { file, key: raw, counts } of files) {
    if (!inMonth('raw', raw)) differs(`a raw copy of ${month}`, raw);
    if (counts && counts.read !== counts.accepted + counts.quarantined + counts.duplicates)
      differs(`read = accepted + quarantined + duplicates of ${file}`, JSON.stringify(counts));
  }
  for (const [table, { rows, parts }] of Object.entries(tables)) {
    const sum = parts.reduce((total, part) => total + part.rows, 0);
    if (sum !== rows) differs(`${rows} rows of ${table}, as the commit says`, `${sum} rows in its parts`);
    for (const part of parts)
      if (!inMonth('tables', part.key) || ownerOf('tables', part.key)?.runId !== run_id)
        differs(`a part of ${month} by the run ${run_id}`, part.key);
  }
}

/** The reports of a run that committed a month are kept for as long as it is the month's. */
async function checkReports(lake: Lake, commit: CheckedCommit, options: VerifyOptions): Promise<void> {
  const { run_id, month, tables, removed } = commit;
  const keys = [planKey(run_id), auditReportKey(run_id), runRecordKey(run_id)];
  const advice = removed
    ? RESTORE
    : `Lineage alone is lost. ${runAgain(month, 'normalize', options)} gives the month reports again.`;
  for (const key of keys) {
    options.findings.checked('report');
    if ((await objectBytes(lake, key)) !== null) continue;
    options.findings.differs({ check: 'report', key, expected: 'a report', found: 'nothing', advice });
  }
  const audit = await findJson<AuditReport>(lake.clients, lake.names, auditReportKey(run_id));
  if (audit === null || removed || isDeepStrictEqual(audit.tables, tables)) return;
  options.findings.differs({
    check: 'report',
    key: auditReportKey(run_id),
    expected: `the tables that ${commitKey(month)} names`,
    found: 'others',
    advice: RESTORE,
  });
}
