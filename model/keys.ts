import { type Month, monthParts } from './months.ts';

/** Builds every S3 key of the service, for the functions and for the policies that grant them access. */

/** The two slots of API documents: one is live, the other is being filled or contains the previous release. */
export const SLOTS = ['blue', 'green'] as const;
export type Slot = (typeof SLOTS)[number];

/** The slot that is not live; blue before the first release. */
export function idleSlot(live: Slot | null): Slot {
  return live === 'blue' ? 'green' : 'blue';
}

/** The top-level prefixes, used by policies, lifecycle rules and key builders. */
export const PREFIXES = {
  raw: 'the-movies-dataset-internal/',
  tables: 'raw_munged/',
  manifests: 'raw_munged_manifests/',
  quarantine: 'quarantine/',
  months: 'months/',
  runs: 'runs/',
  aggregates: 'aggregates/',
  documents: 'api_endpoints/',
  downloads: 'downloads/',
  slots: 'slots/',
  locks: 'locks/',
} as const;

/** `ingest_year=2026/ingest_month=10/`: Hive's partition folders. */
export function partition(month: Month): string {
  const [year, monthNumber] = monthParts(month);
  return `ingest_year=${year}/ingest_month=${monthNumber}/`;
}

/** `movies_metadata.csv` → `movies_metadata`. Names without `.csv` are unchanged. */
function fileStem(file: string): string {
  return file.endsWith('.csv') ? file.slice(0, -'.csv'.length) : file;
}

const partName = (part: number): string => `part-${String(part).padStart(5, '0')}`;

/** The raw copy of a file. All copies of a file are under {@link rawFolder}, which has one storage policy. */
export function rawKey(file: string, month: Month, runId: string): string {
  return `${rawFolder(file)}${partition(month)}run=${runId}/${file}`;
}

/** The folder of all raw copies of a file, across months. */
export function rawFolder(file: string): string {
  return `${PREFIXES.raw}${fileStem(file)}/`;
}

/** A part of a normalized table. */
export function tablePartKey(table: string, month: Month, runId: string, part: number): string {
  return `${PREFIXES.tables}${table}/${partition(month)}run=${runId}/${partName(part)}.json.gz`;
}

/** The rows of one part that were not accepted. */
export function quarantineKey(file: string, month: Month, runId: string, part: number): string {
  return `${PREFIXES.quarantine}${fileStem(file)}/${partition(month)}run=${runId}/${partName(part)}.json.gz`;
}

/** The commit of a month. One PUT of this key makes a run's tables current. */
export function commitKey(month: Month): string {
  return `${PREFIXES.months}${month}.json`;
}

/** The SQL engines' list of a table's parts in a month (Hive's symlink format). */
export function manifestKey(table: string, month: Month): string {
  return `${manifestFolder(table)}${partition(month)}symlink.txt`;
}

/** The folder that a catalog table points to. It must contain only manifests. */
export function manifestFolder(table: string): string {
  return `${PREFIXES.manifests}${table}/`;
}

/** A report of a run: `runs/{run_id}/{name}.json`. */
function runKey(runId: string, name: string): string {
  return `${PREFIXES.runs}${runId}/${name}.json`;
}

/** The plan: what a run does. */
export const planKey = (runId: string): string => runKey(runId, 'plan');
/** Ingest's report of one file, by its whole name: `links` and `links.csv` are two files. */
export const ingestReportKey = (runId: string, file: string): string => runKey(runId, `ingest/${file}`);
/** Normalize's report of one part. */
export const normalizeReportKey = (runId: string, file: string, part: number): string =>
  runKey(runId, `normalize/${fileStem(file)}/${partName(part)}`);
/** `[id, source_row]` of every accepted row of a part, for finding duplicates across parts. */
export const partIdsKey = (runId: string, file: string, part: number): string =>
  `${PREFIXES.runs}${runId}/normalize/${fileStem(file)}/${partName(part)}.ids.json.gz`;
/** Audit's report. */
export const auditReportKey = (runId: string): string => runKey(runId, 'audit');
/** Aggregate's report. */
export const aggregateReportKey = (runId: string): string => runKey(runId, 'aggregate');
/** Export's report. */
export const exportReportKey = (runId: string): string => runKey(runId, 'export');
/** The rollback's report: the releases that it switches between. */
export const rollbackReportKey = (runId: string): string => runKey(runId, 'rollback');
/** Publish's report. */
export const publishReportKey = (runId: string): string => runKey(runId, 'publish');
/** Clean-up's report. */
export const cleanUpReportKey = (runId: string): string => runKey(runId, 'clean-up');
/** The run's final record. */
export const runRecordKey = (runId: string): string => runKey(runId, 'run');

/** One computed statistic. */
export function aggregateKey(runId: string, name: string): string {
  return `${PREFIXES.aggregates}run=${runId}/${name}/part-00000.parquet`;
}

/** An API document; `path` is the object's path within the slot, such as `v1/stats/year/1995.json`. */
export function documentKey(slot: Slot, path: string): string {
  return `${slotFolder(slot)}${path}`;
}

/** The folder of a slot's documents. */
export function slotFolder(slot: Slot): string {
  return `${PREFIXES.documents}${slot}/`;
}

/** The marker of a slot: which release it contains, and whether it is complete. */
export function slotMarkerKey(slot: Slot): string {
  return `${PREFIXES.slots}${slot}.json`;
}

/** A file for download, addressed by the SHA-256 of its bytes, so that its content never changes. */
export function downloadKey(sha256: string, name: string): string {
  return `${PREFIXES.downloads}${sha256}/${name}`;
}

/** Whether a key has the form of {@link downloadKey}. */
export function isDownloadKey(key: string): boolean {
  return (
    key.startsWith(PREFIXES.downloads) && /^[0-9a-f]{64}\/[^/]+$/.test(key.slice(PREFIXES.downloads.length))
  );
}

/** The URL path of a file for download: its key, from the root. */
export function downloadPath(sha256: string, name: string): string {
  return `/${downloadKey(sha256, name)}`;
}

/** The one lock for all runs. */
export const LOCK_KEY = `${PREFIXES.locks}run.json`;

/**
 * The prefixes of objects that belong to one run, in the order in which clean-up deletes them. Reports are last,
 * because they describe the other objects.
 */
export const RUN_AREAS = ['tables', 'quarantine', 'raw', 'aggregates', 'runs'] as const;
export type RunArea = (typeof RUN_AREAS)[number];

const IN_PARTITION =
  /^[^/]+\/ingest_year=(?<year>\d{4})\/ingest_month=(?<month>\d\d)\/run=(?<runId>[^/]+)\/[^/]+$/;
const RUN_KEYS: Readonly<Record<RunArea, RegExp>> = {
  raw: IN_PARTITION,
  tables: IN_PARTITION,
  quarantine: IN_PARTITION,
  aggregates: /^run=(?<runId>[^/]+)\/.+$/s,
  runs: /^(?<runId>[^/]+)\/.+$/s,
};

/**
 * The run that wrote an object under one of {@link RUN_AREAS}, and its month where the key contains one; null for keys of
 * another form.
 */
export function ownerOf(area: RunArea, key: string): { runId: string; month: Month | null } | null {
  if (!key.startsWith(PREFIXES[area])) return null;
  const found = RUN_KEYS[area].exec(key.slice(PREFIXES[area].length))?.groups;
  if (found === undefined) return null;
  return { runId: found.runId!, month: found.year === undefined ? null : `${found.year}-${found.month}` };
}

/** The month of a manifest; null for other keys. */
export function monthOfManifest(key: string): Month | null {
  const found = /^[^/]+\/[^/]+\/ingest_year=(\d{4})\/ingest_month=(\d\d)\/symlink\.txt$/.exec(key);
  return found && `${found[1]}-${found[2]}`;
}
