import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Bucket } from '../../aws/bucket.ts';
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
import { runStart } from '../../model/runs/run.ts';
import { runAgain, type VerifyOptions } from './findings.ts';
import { RESTORE, type RecordToRead, readRecord } from './records.ts';

const count = z.number().int().nonnegative();
/** A SHA-256 in hexadecimal. Commits of earlier versions have none for parts. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
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
      sha256,
      counts: rowCounts.nullable(),
    }),
  ),
  tables: z.record(
    z.string(),
    z.looseObject({
      rows: count,
      parts: z.array(z.looseObject({ key: z.string(), rows: count, sha256: sha256.optional() })),
    }),
  ),
});

/** The validated part of a commit. */
export type CheckedCommit = z.output<typeof commitSchema>;

/** The part of audit's report that is compared with the commit. */
const auditReport = z.looseObject({
  files: z.record(z.string(), rowCounts),
  tables: commitSchema.shape.tables,
});

/** The commit at a key. */
export const commitAt = (key: string): RecordToRead<typeof commitSchema> => ({
  check: 'commit',
  key,
  expected: 'a commit',
  schema: commitSchema,
  advice: RESTORE,
});

/** The commits that were read. */
export interface Commits {
  readonly valid: readonly CheckedCommit[];
  /** Keys of unreadable commits. */
  readonly broken: readonly string[];
}

/**
 * Reads and checks the commits of all months, or of one. `running` is the run in progress, which has no record yet.
 */
export async function verifyCommits(
  bucket: Bucket,
  options: VerifyOptions,
  { month, running }: { readonly month: Month | null; readonly running: string | null },
): Promise<Commits> {
  const valid: CheckedCommit[] = [];
  const broken: string[] = [];
  for await (const { key } of bucket.listObjects(month === null ? PREFIXES.months : commitKey(month))) {
    options.findings.checked('commit');
    const commit = await readRecord(bucket, commitAt(key), options.findings);
    if (commit === 'missing') continue;
    if (commit === 'broken') {
      broken.push(key);
      continue;
    }
    checkConsistency(key, commit, options);
    await checkReports(bucket, commit, commit.run_id !== running, options);
    valid.push(commit);
  }
  return { valid, broken };
}

/** Checks a commit for contradictions in itself and with its key. */
function checkConsistency(key: string, commit: CheckedCommit, { findings }: VerifyOptions): void {
  const differs = (expected: string, found: string): void =>
    findings.differs({ check: 'commit', key, expected, found, advice: RESTORE });
  const { month, run_id, files, tables, removed } = commit;
  if (commitKey(month) !== key) differs(`the month of ${key}`, month);
  if (removed && (files.length > 0 || Object.keys(tables).length > 0))
    differs('no files and no tables of a removed month', `${files.length} files`);
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
        differs(`a part of ${month} by run ${run_id}`, part.key);
  }
}

/** Checks the reports of the run that committed a month. They must exist as long as the commit does. */
async function checkReports(
  bucket: Bucket,
  commit: CheckedCommit,
  ended: boolean,
  options: VerifyOptions,
): Promise<void> {
  const { findings } = options;
  const { run_id, month, files, tables, removed } = commit;
  const advice = removed
    ? RESTORE
    : `Only lineage is lost. ${runAgain(month, 'normalize', options)} writes new reports.`;
  const read = async <Schema extends z.ZodType>(key: string, schema: Schema) => {
    findings.checked('report');
    const expected = `a report of run ${run_id}`;
    const found = await readRecord(bucket, { check: 'report', key, expected, schema, advice }, findings);
    if (found === 'missing') findings.differs({ check: 'report', key, expected, found: 'nothing', advice });
    return found;
  };
  const ofRun = z.looseObject({ run_id: z.literal(run_id) });
  await read(planKey(run_id), ofRun);
  if (ended) await read(runRecordKey(run_id), ofRun);
  const audit = await read(auditReportKey(run_id), auditReport);
  if (audit === 'missing' || audit === 'broken' || removed) return;
  const counts = Object.fromEntries(
    files.filter((file) => file.counts).map((file) => [file.file, file.counts]),
  );
  const differs = (what: string): void =>
    findings.differs({
      check: 'report',
      key: auditReportKey(run_id),
      expected: `the ${what} that ${commitKey(month)} names`,
      found: 'others',
      advice: RESTORE,
    });
  if (!isDeepStrictEqual(audit.tables, tables)) differs('tables');
  if (!isDeepStrictEqual(audit.files, counts)) differs('counts of rows');
}
