import type { Slot } from '../keys.ts';
import type { Month } from '../months.ts';
import type {
  AddressChanges,
  DocumentChanges,
  Gate,
  MovieChanges,
  ReleaseName,
  RowCounts,
} from './reports.ts';
import type { RunStart } from './run.ts';
import type { StepUsage } from './usage.ts';

/** `runs/{run_id}/run.json`: the record of a run, whether it succeeded or not. */
export interface RunRecord {
  readonly run_id: string;
  readonly outcome: 'succeeded' | 'failed' | 'stopped';
  /** Null for a rollback, and where the input was invalid. */
  readonly month: Month | null;
  readonly source: string | null;
  /** Null also for a run that removes its month. */
  readonly from: RunStart | null;
  /** Whether it was a dry run, which ends before the commit. */
  readonly dry_run: boolean;
  readonly publish: boolean | null;
  readonly force: boolean | null;
  readonly reason: string | null;
  /** Warnings that an operator should check although they didn't fail the run, one sentence each. */
  readonly warnings: readonly string[];
  readonly execution_arn: string;
  readonly code_version: string;
  readonly started_at: string;
  readonly finished_at: string;
  readonly seconds: number;
  /** Why it failed: the error's name and its sentence. */
  readonly error: { readonly name: string; readonly message: string } | null;
  /** Whether the month's commit is now this run's: its tables or its removal. */
  readonly committed: boolean;
  /** Whether this run removed its month. */
  readonly removed: boolean;
  /** Every file of the drop: its raw copy and, where a table reads it, its row counts. */
  readonly files: readonly FileRecord[];
  readonly tables: Record<string, number>;
  readonly gates: readonly Gate[];
  /** Null if the run did not reach its own audit. */
  readonly changes_movies: MovieChanges | null;
  /** Of a dry run: the genre addresses that its commit would change. Null for any other run. */
  readonly genre_addresses: AddressChanges | null;
  /** The downloads: how many, how large, and how many of them were new. Null if the run made none. */
  readonly downloads: { readonly files: number; readonly bytes: number; readonly written: number } | null;
  /** Null if the run ended before publish. */
  readonly release: ReleaseRecord | null;
  /** The releases that a rollback switched between; null for a month's run. */
  readonly rollback: { readonly from: ReleaseName | null; readonly to: ReleaseName | null } | null;
  /** Seconds by step, summed over parallel invocations. */
  readonly timings: Record<string, number>;
  /**
   * The usage by step, from the steps' reports. It doesn't include steps without a report, failed attempts, and work
   * after a step's report.
   */
  readonly usage: Readonly<Record<string, StepUsage>>;
}

/** A file in the run's record. */
export interface FileRecord {
  readonly file: string;
  readonly known: boolean;
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly extra_columns: readonly string[];
  readonly counts: RowCounts | null;
}

/** A release in the run's record. */
export interface ReleaseRecord {
  /** False if only run ids and times would have changed. */
  readonly changed: boolean;
  /** The slot that the API serves after the run; null if there is none or if API Gateway couldn't be asked after a failure. */
  readonly slot: Slot | null;
  readonly changes: DocumentChanges;
  /** API documents written and deleted by this run. */
  readonly documents_written: number;
  readonly documents_deleted: number;
}
