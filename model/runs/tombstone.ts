import type { Month } from '../months.ts';
import type { MonthCommit } from './reports.ts';

/**
 * `months/{month}.json` of a removed month. It replaces the commit. Clean-up reads from it since when the month has no
 * references, and can distinguish a removed month from a lost commit.
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
