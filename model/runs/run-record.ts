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

/** `runs/{run_id}/run.json`: the record of a run, whatever became of it. */
export interface RunRecord {
  readonly run_id: string;
  readonly outcome: 'succeeded' | 'failed' | 'stopped';
  /** Null for a rollback, and where the input was too wrong to tell. */
  readonly month: Month | null;
  readonly source: string | null;
  /** Null also for a run that was to remove its month. */
  readonly from: RunStart | null;
  /** Whether it was to end before its commit, to tell what would come of it. */
  readonly dry_run: boolean;
  readonly publish: boolean | null;
  readonly force: boolean | null;
  readonly reason: string | null;
  /** What an operator should check although the run was not refused for it: a sentence each. */
  readonly warnings: readonly string[];
  readonly execution_arn: string;
  readonly code_version: string;
  readonly started_at: string;
  readonly finished_at: string;
  readonly seconds: number;
  /** Why it failed: the error's name and its sentence. */
  readonly error: { readonly name: string; readonly message: string } | null;
  /** Whether the month's commit is now this run's: its tables, or that there are none any more. */
  readonly committed: boolean;
  /** Whether this run took its month away. */
  readonly removed: boolean;
  /** Every file of the drop: what was copied and, where a table reads it, its rows. */
  readonly files: readonly FileRecord[];
  readonly tables: Record<string, number>;
  readonly gates: readonly Gate[];
  /** Null where the run came to no audit of its own. */
  readonly changes_movies: MovieChanges | null;
  /** Of a dry run: the genre addresses that its commit would change. Null for any other run. */
  readonly genre_addresses: AddressChanges | null;
  /** The files to take away: how many, how large, and how many of them were new. Null where the run made none. */
  readonly downloads: { readonly files: number; readonly bytes: number; readonly written: number } | null;
  /** What became of the release; null where the run ended before. */
  readonly release: ReleaseRecord | null;
  /** Of a rollback: which release it went back to, as far as it came. Null for a month's run. */
  readonly rollback: { readonly from: ReleaseName | null; readonly to: ReleaseName | null } | null;
  /** Seconds by step. Steps that run many times at once are summed. */
  readonly timings: Record<string, number>;
  /**
   * What the steps have used, by the same names, as far as their reports tell: steps without a report, attempts that
   * failed, and what comes after a step's report are not in it.
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
  /** False where nothing but run ids and times would have changed. */
  readonly changed: boolean;
  /** The slot that the API serves after the run; null where none is, or where API Gateway didn't tell after a failure. */
  readonly slot: Slot | null;
  readonly changes: DocumentChanges;
  /** API documents written and deleted by this run. */
  readonly documents_written: number;
  readonly documents_deleted: number;
}
