import type { Month } from '../months.ts';

/** The execution that holds the lock. */
export interface LockHolder {
  readonly execution_arn: string;
  readonly run_id: string;
  /** Null for a rollback, which has no month. */
  readonly month: Month | null;
}

/** `locks/run.json` */
export interface Lock {
  readonly holder: LockHolder | null;
  /** When the lock was last taken or freed. */
  readonly since: string;
  /** When the holder's execution stopped, if that was detected; its functions may still be running. */
  readonly stopped_at: string | null;
}
