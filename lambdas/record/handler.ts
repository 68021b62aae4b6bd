import { runRecordKey } from '../../model/keys.ts';
import type { RunRecord } from '../../model/reports.ts';
import { type Execution, runIdOf } from '../../model/run.ts';
import { step } from '../runtime/handler.ts';
import { freeLock, noteStopped } from '../runtime/lock.ts';
import { findJson, writeJson } from '../runtime/s3.ts';
import { composeRecord, type Outcome } from './compose.ts';

/** The state machine's last step, of a run that succeeded or failed. */
interface FinishedEvent extends Execution {
  readonly input: unknown;
  readonly outcome: 'succeeded' | 'failed';
  /** As Catch puts it: the error's name, and a cause that may be Lambda's JSON. */
  readonly error?: { readonly Error?: string; readonly Cause?: string };
}

/** "Step Functions Execution Status Change" of an execution that was stopped or timed out: no Catch runs there. */
interface StoppedEvent {
  readonly detail: {
    readonly executionArn: string;
    /** Milliseconds since 1970. */
    readonly startDate: number;
    readonly input: string | null;
    readonly status: 'TIMED_OUT' | 'ABORTED';
    readonly cause?: string | null;
  };
}

/**
 * Writes the run's record, whatever became of it, and frees the lock. A stopped run's lock stays for as long as its
 * functions may still be running.
 */
export const handler = step(
  'record',
  async (event: FinishedEvent | StoppedEvent, now): Promise<RunRecord> => {
    const outcome = 'detail' in event ? stopped(event) : finished(event);
    const key = runRecordKey(runIdOf(outcome.execution));
    const earlier = (await findJson<RunRecord>(key))?.value;
    // The word that an execution has stopped can come after its own last step, and more than once.
    const record =
      earlier && outcome.outcome === 'stopped'
        ? earlier
        : await composeRecord(outcome, earlier?.finished_at ?? now().toISOString());
    await writeJson(key, record);
    const { execution_arn } = outcome.execution;
    await (outcome.outcome === 'stopped'
      ? noteStopped(execution_arn, now())
      : freeLock(execution_arn, now()));
    return record;
  },
);

function finished({ execution_arn, started_at, input, outcome, error }: FinishedEvent): Outcome {
  return {
    execution: { execution_arn, started_at },
    input,
    outcome,
    error:
      outcome === 'failed' ? { name: error?.Error ?? 'UnknownError', message: sentence(error?.Cause) } : null,
  };
}

function stopped({ detail }: StoppedEvent): Outcome {
  const timedOut = detail.status === 'TIMED_OUT';
  return {
    execution: { execution_arn: detail.executionArn, started_at: new Date(detail.startDate).toISOString() },
    input: JSON.parse(detail.input ?? 'null'),
    outcome: 'stopped',
    error: {
      name: timedOut ? 'ExecutionTimedOut' : 'ExecutionStopped',
      message:
        detail.cause ??
        (timedOut ? 'The execution ran out of time.' : 'The execution was stopped from outside.'),
    },
  };
}

/** Lambda puts {"errorType", "errorMessage"} into the cause; other services put plain text. */
function sentence(cause: string | undefined): string {
  try {
    return (JSON.parse(cause ?? '') as { errorMessage?: string }).errorMessage ?? cause ?? '';
  } catch {
    return cause ?? '';
  }
}
