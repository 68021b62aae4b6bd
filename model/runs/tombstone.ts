import type { Month } from '../months.ts';
import type { MonthCommit } from './reports.ts';

/**
 * `months/{month}.json` of a removed month. It replaces the commit, so that clean-up knows since when the month references
 * nothing, and a lost commit can be distinguished from a removed month.
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

/** The content of `months/{month}.json`. */
export type MonthFile = MonthCommit | Tombstone;

/** Whether a month was removed: readers of commits ignore it. */
export const isTombstone = (file: MonthFile): file is Tombstone => file.removed === true;

/** Whether a month is committed. */
export const isCommit = (file: MonthFile): file is MonthCommit => !isTombstone(file);
