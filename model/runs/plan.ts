import type { Slot } from '../keys.ts';
import type { Timing } from './reports.ts';
import type { PartItem, RunOrder } from './run.ts';

/** A file of the drop, as plan lists it. */
export interface DropFile {
  /** Its name in the raw copy: without `.gz` for files of the dataset. */
  readonly file: string;
  /** Its name in the source. */
  readonly source_name: string;
  /** Bytes in the source; null if the source reports no size. */
  readonly source_bytes: number | null;
  /** The version that ingest must find at the source; null for a file from a raw copy. */
  readonly source_version: string | null;
  readonly gzipped: boolean;
  /** Whether it is a file of the dataset. */
  readonly known: boolean;
}

/** `plan.json` */
export interface Plan extends RunOrder, Timing {
  /** Whether the run ends before its commit. */
  readonly dry_run: boolean;
  /** Whether the run removes the month. */
  readonly remove: boolean;
  readonly force: boolean;
  readonly reason: string | null;
  readonly source: string | null;
  readonly code_version: string;
  /** The live slot when the run began. */
  readonly live_slot: Slot | null;
  /** The committed run whose raw copy or tables this run reads or removes; null for a run from a source. */
  readonly base_run_id: string | null;
  readonly files: readonly DropFile[];
}

/** The output of plan, which the state machine passes on. */
export interface PlanResult extends RunOrder {
  readonly dry_run: boolean;
  readonly remove: boolean;
  readonly files: readonly string[];
  readonly parts: readonly PartItem[];
}
