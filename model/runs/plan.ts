import type { Slot } from '../keys.ts';
import type { Timing } from './reports.ts';
import type { PartItem, RunOrder } from './run.ts';

/** A file of the drop, as plan found it. */
export interface DropFile {
  /** Its name in the raw copy: without `.gz` where the file is one of the dataset's. */
  readonly file: string;
  /** Its name in the source. */
  readonly source_name: string;
  /** Bytes in the source; null where the source doesn't tell. */
  readonly source_bytes: number | null;
  /** What ingest must find at its source; null where it comes from a raw copy. */
  readonly source_version: string | null;
  readonly gzipped: boolean;
  /** Whether it is one of the dataset's files. */
  readonly known: boolean;
}

/** `plan.json` */
export interface Plan extends RunOrder, Timing {
  /** Whether the run ends before its commit. */
  readonly dry_run: boolean;
  /** Whether the run takes the month away instead of bringing one. */
  readonly remove: boolean;
  readonly force: boolean;
  readonly reason: string | null;
  readonly source: string | null;
  readonly code_version: string;
  /** The live slot when the run began. */
  readonly live_slot: Slot | null;
  /** The committed run whose raw copy or tables this run begins with, or takes away; null for a run from its source. */
  readonly base_run_id: string | null;
  readonly files: readonly DropFile[];
}

/** What the state machine goes on with after plan. */
export interface PlanResult extends RunOrder {
  readonly dry_run: boolean;
  readonly remove: boolean;
  readonly files: readonly string[];
  readonly parts: readonly PartItem[];
}
