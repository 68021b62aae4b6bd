import type { DownloadFormat, DownloadName, DownloadType } from '../api/downloads.ts';
import type { Slot } from '../keys.ts';
import type { Month } from '../months.ts';
import type { Execution, RawPart } from './run.ts';
import type { Usage } from './usage.ts';

/** The reports that the steps write for each other under `runs/{run_id}/`, and the month's commit that is made from them. */

/** How long a step took, and its usage. */
export interface Timing {
  readonly started_at: string;
  readonly seconds: number;
  readonly usage: Usage;
}

/** `ingest/{file}.json` */
export interface IngestReport extends Timing {
  readonly file: string;
  /** The raw copy. */
  readonly key: string;
  /** The size of the raw copy, which is decompressed. */
  readonly bytes: number;
  readonly sha256: string;
  /** Null for a file that no table reads. */
  readonly csv: {
    readonly header: readonly string[];
    readonly extra_columns: readonly string[];
    readonly rows: number;
    readonly parts: readonly RawPart[];
  } | null;
}

/** Quarantined rows by reason code. A row with two reasons counts under both. */
export type Reasons = Record<string, number>;

/** A gzip member of a table's part, which can be decompressed by itself. Members are contiguous. */
export interface GzipMember {
  /** The source rows of its first and last line. */
  readonly first_row: number;
  readonly last_row: number;
  /** Its compressed size. */
  readonly bytes: number;
}

/** The part of a table that normalize wrote from one part of a file. */
export interface WrittenPart {
  readonly rows: number;
  readonly members: readonly GzipMember[];
  /** The hash of the part's bytes. */
  readonly sha256: string;
}

/** `normalize/{file}/part-00000.json` */
export interface NormalizeReport extends Timing {
  readonly file: string;
  readonly part: number;
  readonly bytes: number;
  readonly read: number;
  /** Records whose fields are all empty; not part of `read`. */
  readonly blank_rows: number;
  /** Including rows that a later row with the same key supersedes, which audit finds. */
  readonly accepted: number;
  readonly quarantined: number;
  readonly reasons: Reasons;
  /** By table. */
  readonly tables: Record<string, WrittenPart>;
}

/** A file's rows: `read = accepted + quarantined + duplicates`. */
export interface RowCounts {
  readonly read: number;
  /** Records whose fields are all empty, in addition to `read`; missing in older commits. */
  readonly blank_rows?: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly duplicates: number;
  readonly reasons: Reasons;
}

/** A committed part of a table. */
export interface TablePart {
  readonly key: string;
  readonly rows: number;
  /** The hash of its compressed bytes. */
  readonly sha256: string;
}

/** Rows and parts of a table; parts without rows are left out. */
export interface TableParts {
  readonly rows: number;
  readonly parts: readonly TablePart[];
}

/** A check that can stop a run before its commit. */
export interface Gate {
  readonly gate: 'quarantined_share' | 'release_shrinks';
  readonly file: string | null;
  readonly value: number;
  readonly limit: number;
  /** False for a share that is only reported, because the file has too few rows. */
  readonly checked: boolean;
  readonly passed: boolean;
}

/** Movies that a run's commit makes current, makes no longer current, or replaces by another month's version. */
export interface MovieChanges {
  readonly added: number;
  /** Current before and after, in the version of another month; new data of the same month doesn't count. */
  readonly changed: number;
  readonly gone: number;
}

/** Paths of the API that a commit adds and removes, sorted. */
export interface AddressChanges {
  readonly appear: readonly string[];
  readonly disappear: readonly string[];
}

/** `audit.json` */
export interface AuditReport extends Timing {
  /** By file name. */
  readonly files: Record<string, RowCounts>;
  readonly tables: Record<string, TableParts>;
  /** Keys of parts that were replaced by parts without superseded rows; deleted after the commit. */
  readonly superseded_parts: readonly string[];
  /** Movies that are current once this run is committed. */
  readonly current_movies: number;
  /** Compared with the months that were committed before. */
  readonly changes_movies: MovieChanges;
  readonly gates: readonly Gate[];
  /** Warnings about the files that an operator should check, one sentence each. */
  readonly warnings: readonly string[];
  /** Of a dry run: the genre addresses that its commit would change. Null for a real run. */
  readonly genre_addresses: AddressChanges | null;
}

/** A raw file in a month's commit. */
export interface CommittedFile extends Omit<IngestReport, keyof Timing> {
  /** Null for a file that no table reads. */
  readonly counts: RowCounts | null;
}

/** `months/{month}.json`: the current state of a month. A removed month has a tombstone there (model/runs/tombstone.ts). */
export interface MonthCommit {
  readonly month: Month;
  readonly removed?: never;
  readonly run_id: string;
  readonly committed_at: string;
  readonly source: string | null;
  readonly code_version: string;
  readonly files: readonly CommittedFile[];
  readonly tables: Record<string, TableParts>;
}

/** `aggregate.json` */
export interface AggregateReport extends Timing {
  readonly months: readonly Month[];
  /** Bytes of table parts read. */
  readonly bytes: number;
  /** Rows by statistic. */
  readonly statistics: Record<string, number>;
  /** How many of the step's seconds the SQL engine used. */
  readonly engine_seconds: number;
}

/** A file for download, written by export. */
export interface ExportedFile {
  readonly format: DownloadFormat;
  readonly name: string;
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
  /** False if the file already existed. */
  readonly written: boolean;
}

/** A table for download, written by export. */
export interface ExportedTable {
  readonly name: DownloadName;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly type: DownloadType }[];
  readonly files: readonly ExportedFile[];
}

/** `export.json` */
export interface ExportReport extends Timing {
  readonly tables: readonly ExportedTable[];
}

/** The differences between two sets of documents. */
export interface DocumentChanges {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
}

/** `publish.json` */
export interface PublishReport extends Timing {
  readonly published_at: string;
  readonly live: Slot | null;
  readonly target: Slot;
  /** Compared with the live release. */
  readonly changes: DocumentChanges;
  readonly changed: boolean;
  /** The changes made to the target slot; null until it is filled. */
  readonly filled:
    | (DocumentChanges & {
        readonly documents: number;
        readonly bytes: number;
        readonly seconds: number;
        readonly usage: Usage;
      })
    | null;
}

/** `slots/{slot}.json` */
export interface SlotMarker {
  readonly slot: Slot;
  readonly complete: boolean;
  readonly run_id: string;
  readonly documents: number | null;
  /** SHA-256 over the documents' keys and MD5s in order. */
  readonly digest: string | null;
  /** When the switch of the API to this release began. */
  readonly activated_at: string | null;
  /** When the switch of the API from this release to another began. Only a release with this field was certainly live. */
  readonly left_at: string | null;
}

/** A release in a slot, for messages and records. */
export interface ReleaseName {
  readonly slot: Slot;
  /** The run that made it. */
  readonly run_id: string;
  readonly published_at: string;
  /** The months in it, ascending. */
  readonly months: readonly Month[];
}

/** `rollback.json` */
export interface RollbackReport extends Timing {
  readonly reason: string | null;
  readonly code_version: string;
  /** The release that the API served when the rollback began. */
  readonly from: ReleaseName;
  /** The release to serve again. */
  readonly to: ReleaseName;
  /** The differences of `to` from `from`. */
  readonly changes: DocumentChanges;
}

/** The output of the rollback step, which the state machine passes on. */
export interface RollbackOrder extends Execution {
  readonly run_id: string;
  readonly live: Slot;
  readonly target: Slot;
  readonly release_run_id: string;
}

/** `clean-up.json`: the deleted objects of older runs. */
export interface CleanUpReport extends Timing {
  /** Runs and objects from this instant on were retained. */
  readonly retained_from: string;
  /** The ids of the runs whose objects were deleted. */
  readonly runs: readonly string[];
  /** By prefix. */
  readonly deleted: Readonly<Record<string, { readonly objects: number; readonly bytes: number }>>;
  /**
   * False if the time was up, or if downloads were kept because a run was in progress; the next clean-up
   * continues.
   */
  readonly complete: boolean;
}
