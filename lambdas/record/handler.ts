import { runRecordKey } from '../../model/keys.ts';
import { type Execution, runIdOf } from '../../model/runs/run.ts';
import type { RunRecord } from '../../model/runs/run-record.ts';
import { env } from '../runtime/env.ts';
import { step } from '../runtime/handler.ts';
import { freeLock, noteStopped } from '../runtime/lock.ts';
import { findJson, writeJson } from '../runtime/s3.ts';
import { composeRecord, type Outcome } from './compose.ts';
import { composeRollbackRecord } from './compose-rollback.ts';

/** The event of the state machine's last step, for a run that succeeded or failed. */
interface FinishedEvent extends Execution {
  readonly input: unknown;
  readonly outcome: 'succeeded' | 'failed';
  /** Set by the state machine for rollbacks. */
  readonly kind?: 'rollback';
  /** Written by Catch: the error's name, and a cause that may be Lambda's JSON. */
  readonly error?: { readonly Error?: string; readonly Cause?: string };
}

/** EventBridge's "Step Functions Execution Status Change" of an execution that did not succeed. */
interface StatusEvent {
  readonly detail: {
    readonly stateMachineArn: string;
    readonly executionArn: string;
    /** Milliseconds since 1970. */
    readonly startDate: number;
    readonly input: string | null;
    readonly status: keyof typeof ENDINGS;
    readonly error?: string | null;
    readonly cause?: string | null;
  };
}

/** The final statuses of executions that the state machine itself could not record. */
const ENDINGS = {
  FAILED: {
    outcome: 'failed',
    name: 'ExecutionFailed',
    message: 'The execution failed before it could record the reason.',
  },
  TIMED_OUT: { outcome: 'stopped', name: 'ExecutionTimedOut', message: 'The execution timed out.' },
  ABORTED: {
    outcome: 'stopped',
    name: 'ExecutionStopped',
    message: 'The execution was stopped from outside.',
  },
} as const;

/**
 * Writes the run's record and frees the lock. The lock of an execution that was ended from outside is only marked as
 * stopped, because its functions may still be running.
 */
export const handler = step(
  'record',
  async (event: FinishedEvent | StatusEvent, now): Promise<Pick<RunRecord, 'run_id' | 'outcome'>> => {
    const isStatusEvent = 'detail' in event;
    const outcome = isStatusEvent ? endedOutcome(event) : finishedOutcome(event);
    const { execution_arn } = outcome.execution;
    const key = runRecordKey(runIdOf(outcome.execution));
    const earlier = await findJson<RunRecord>(key);
    // Most failed runs have already written their record, and EventBridge may deliver an event more than once.
    const isRollback = isStatusEvent
      ? event.detail.stateMachineArn === env('ROLLBACK_STATE_MACHINE_ARN')
      : event.kind === 'rollback';
    const compose = isRollback ? composeRollbackRecord : composeRecord;
    const record =
      earlier && isStatusEvent
        ? earlier
        : await compose(outcome, earlier?.finished_at ?? now().toISOString());
    if (record !== earlier) await writeJson(key, record);
    await (isStatusEvent ? noteStopped(execution_arn, now()) : freeLock(execution_arn, now()));
    return { run_id: record.run_id, outcome: record.outcome };
  },
);

function finishedOutcome({ execution_arn, started_at, input, outcome, error }: FinishedEvent): Outcome {
  return {
    execution: { execution_arn, started_at },
    input,
    outcome,
    error:
      outcome === 'failed'
        ? { name: error?.Error ?? 'UnknownError', message: messageOf(error?.Cause) }
        : null,
  };
}

function endedOutcome({ detail }: StatusEvent): Outcome {
  const { outcome, name, message } = ENDINGS[detail.status];
  return {
    execution: { execution_arn: detail.executionArn, started_at: new Date(detail.startDate).toISOString() },
    input: JSON.parse(detail.input ?? 'null'),
    outcome,
    error: { name: detail.error ?? name, message: messageOf(detail.cause ?? message) },
  };
}

/** The message in a cause: Lambda writes {"errorType", "errorMessage"}, other services write plain text. */
function messageOf(cause: string | undefined): string {
  try {
    return (JSON.parse(cause ?? '') as { errorMessage?: string }).errorMessage ?? cause ?? '';
  } catch {
    return cause ?? '';
  }
}
