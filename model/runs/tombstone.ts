import type { Month } from '../months.ts';
import type { MonthCommit } from './reports.ts';

/**
 * `months/{month}.json` of a month that was removed. It stands where the commit stood, so that whoever deletes what nothing
 * needs knows since when the month needs nothing, and a month that is merely missing is told from one that was taken away.
 */
export interface Tombstone {
  readonly month: Month;
  readonly removed: true;
  /** The run that removed the month. */
  readonly run_id: string;
  readonly committed_at: string;
  readonly source: null;
  readonly code_version: string;
  readonly files: readonly [];
  readonly tables: Readonly<Record<string, never>>;
}

/** What may lie at a month's key. */
export type MonthFile = MonthCommit | Tombstone;

/** Whether a month was removed: to everybody who reads commits it isn't there. */
export const isTombstone = (file: MonthFile): file is Tombstone => file.removed === true;

/** Whether a month is committed. */
export const isCommit = (file: MonthFile): file is MonthCommit => !isTombstone(file);
