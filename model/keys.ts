import { type Month, monthParts } from './months.ts';

/** Every S3 key of the service is built here, for the functions and for the policies that guard them. */

/** The two slots of API documents: one live, the other being filled or one release back. */
export const SLOTS = ['blue', 'green'] as const;
export type Slot = (typeof SLOTS)[number];

/** The slot that is not live; blue while nothing is. */
export function idleSlot(live: Slot | null): Slot {
  return live === 'blue' ? 'green' : 'blue';
}

/** The top-level prefixes: policies, lifecycle rules and key builders all start from these. */
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

/** `movies_metadata.csv` → `movies_metadata`. Other names stay as they are. */
function fileStem(file: string): string {
  return file.endsWith('.csv') ? file.slice(0, -'.csv'.length) : file;
}

const partName = (part: number): string => `part-${String(part).padStart(5, '0')}`;

/** The raw copy of a file. All files of one kind and storage policy lie under {@link rawFolder}. */
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

/** The commit of a month: one PUT of this key makes a run's tables current. */
export function commitKey(month: Month): string {
  return `${PREFIXES.months}${month}.json`;
}

/** The SQL engines' list of a table's parts in a month (Hive's symlink format). */
export function manifestKey(table: string, month: Month): string {
  return `${manifestFolder(table)}${partition(month)}symlink.txt`;
}

/** The folder that a catalog table points to. Nothing but manifests may lie under it. */
export function manifestFolder(table: string): string {
  return `${PREFIXES.manifests}${table}/`;
}

/** A report of a run: `runs/{run_id}/{name}.json`. */
function runKey(runId: string, name: string): string {
  return `${PREFIXES.runs}${runId}/${name}.json`;
}

/** What a run was asked to do. */
export const planKey = (runId: string): string => runKey(runId, 'plan');
/** What ingest found in one file. By its whole name: `links` and `links.csv` are two files. */
export const ingestReportKey = (runId: string, file: string): string => runKey(runId, `ingest/${file}`);
/** What normalize made of one part. */
export const normalizeReportKey = (runId: string, file: string, part: number): string =>
  runKey(runId, `normalize/${fileStem(file)}/${partName(part)}`);
/** `[id, source_row]` of every accepted row of a part, for finding duplicates across parts. */
export const partIdsKey = (runId: string, file: string, part: number): string =>
  `${PREFIXES.runs}${runId}/normalize/${fileStem(file)}/${partName(part)}.ids.json.gz`;
/** What audit counted. */
export const auditReportKey = (runId: string): string => runKey(runId, 'audit');
/** What aggregate computed. */
export const aggregateReportKey = (runId: string): string => runKey(runId, 'aggregate');
/** Which files export made. */
export const exportReportKey = (runId: string): string => runKey(runId, 'export');
/** What a rollback was to switch. */
export const rollbackReportKey = (runId: string): string => runKey(runId, 'rollback');
/** What publish would change, or changed. */
export const publishReportKey = (runId: string): string => runKey(runId, 'publish');
/** What clean-up deleted. */
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

/** The marker that tells whether a slot is complete. */
export function slotMarkerKey(slot: Slot): string {
  return `${PREFIXES.slots}${slot}.json`;
}

/** A file to take away, under the SHA-256 of its bytes: whatever lies there never changes. */
export function downloadKey(sha256: string, name: string): string {
  return `${PREFIXES.downloads}${sha256}/${name}`;
}

/** Whether a key is built like those of files to take away. */
export function isDownloadKey(key: string): boolean {
  return (
    key.startsWith(PREFIXES.downloads) && /^[0-9a-f]{64}\/[^/]+$/.test(key.slice(PREFIXES.downloads.length))
  );
}

/** The path that a file to take away is served at: its key, from the root. */
export function downloadPath(sha256: string, name: string): string {
  return `/${downloadKey(sha256, name)}`;
}

/** The one lock of all runs. */
export const LOCK_KEY = `${PREFIXES.locks}run.json`;

/** The prefixes under which runs leave what is theirs alone, in the order in which it may go: reports tell of the rest. */
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
 * Which run wrote an object under one of {@link RUN_AREAS}, and of which month where the key tells; null where the key is
 * not built like those of runs.
 */
export function ownerOf(area: RunArea, key: string): { runId: string; month: Month | null } | null {
  if (!key.startsWith(PREFIXES[area])) return null;
  const found = RUN_KEYS[area].exec(key.slice(PREFIXES[area].length))?.groups;
  if (found === undefined) return null;
  return { runId: found.runId!, month: found.year === undefined ? null : `${found.year}-${found.month}` };
}

/** The month of a manifest; null where the key is none of a manifest. */
export function monthOfManifest(key: string): Month | null {
  const found = /^[^/]+\/[^/]+\/ingest_year=(\d{4})\/ingest_month=(\d\d)\/symlink\.txt$/.exec(key);
  return found && `${found[1]}-${found[2]}`;
}
