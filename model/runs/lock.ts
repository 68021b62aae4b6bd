import type { Month } from '../months.ts';

/** Who holds the lock. */
export interface LockHolder {
  readonly execution_arn: string;
  readonly run_id: string;
  /** Null for a rollback, which is of no month. */
  readonly month: Month | null;
}

/** `locks/run.json` */
export interface Lock {
  readonly holder: LockHolder | null;
  /** When the lock changed hands last. */
  readonly since: string;
  /** When the holder's execution was found stopped; its functions may still run for a while. */
  readonly stopped_at: string | null;
}
