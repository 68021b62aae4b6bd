import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import type { StackFunction } from './stack-function.ts';

/** Errors that are retried: Lambda's own, and TransientError of the functions. Every other error is final. */
export const TRANSIENT_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'TransientError',
];

/** The time by which a task's time-out exceeds its function's, so that Lambda's more specific time-out error is reported. */
const ANSWER_SLACK = Duration.seconds(10);

/** The payload of most steps: the run's identity. The steps read everything else from S3 under the run's id. */
export const ORDER = {
  run_id: sfn.JsonPath.stringAt('$.run_id'),
  month: sfn.JsonPath.stringAt('$.month'),
  execution_arn: sfn.JsonPath.stringAt('$.execution_arn'),
  started_at: sfn.JsonPath.stringAt('$.started_at'),
};

/** The execution's identity, which is available before the run has an id and after it failed. */
export const EXECUTION = {
  execution_arn: sfn.JsonPath.stringAt('$$.Execution.Id'),
  started_at: sfn.JsonPath.stringAt('$$.Execution.StartTime'),
};

/** Stores a caught error for the state that records it. */
export const recover = { resultPath: '$.error' };

/** Wraps the input in an object: the input may be any JSON value, but an error can be added only to an object. */
export function takeInput(scope: Construct): sfn.Pass {
  return sfn.Pass.jsonPath(scope, 'Take the input', {
    parameters: { input: sfn.JsonPath.objectAt('$$.Execution.Input') },
  });
}

/** A task that invokes a function with a payload and retries transient errors. */
export function callFunction(
  scope: Construct,
  name: string,
  callee: StackFunction,
  payload: Record<string, unknown>,
  resultPath?: string,
): LambdaInvoke {
  const task = new LambdaInvoke(scope, name, {
    lambdaFunction: callee.function,
    payloadResponseOnly: true,
    payload: sfn.TaskInput.fromObject(payload),
    // The CDK's default retry would add other errors and has no jitter.
    retryOnServiceExceptions: false,
    taskTimeout: sfn.Timeout.duration(callee.timeout.plus(ANSWER_SLACK)),
    ...(resultPath !== undefined && { resultPath }),
  });
  task.addRetry({
    errors: TRANSIENT_ERRORS,
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxAttempts: 5,
    maxDelay: Duration.minutes(1),
    jitterStrategy: sfn.JitterType.FULL,
  });
  return task;
}

/** Retries the task while another run holds the lock, for the time in the settings. */
export function waitForLock(task: LambdaInvoke, settings: Settings): void {
  task.addRetry({
    errors: ['RunInProgressError'],
    interval: Duration.seconds(settings.lockRetrySeconds),
    maxAttempts: Math.ceil(settings.lockWaitSeconds / settings.lockRetrySeconds),
    backoffRate: 1,
  });
}

/**
 * Retries the task while the drop does not exist, for the days in the settings. The task acquires the lock only after the drop
 * exists, so other runs can start while it waits.
 */
export function waitForDrop(task: LambdaInvoke, settings: Settings): void {
  if (settings.waitForDrop === 0) return;
  task.addRetry({
    errors: ['DropNotThereError'],
    interval: Duration.seconds(settings.dropRetrySeconds),
    maxAttempts: Math.ceil((settings.waitForDrop * 86_400) / settings.dropRetrySeconds),
    backoffRate: 1,
  });
}

/**
 * The states after a failure: the failure is recorded, the lock is released, and the execution ends as failed with the original error.
 * `more` is added to the payload of `record`.
 */
export function failureStates(
  scope: Construct,
  record: StackFunction,
  ending: string,
  more: Record<string, string> = {},
): sfn.TaskStateBase {
  const failed = sfn.Fail.jsonPath(scope, ending, {
    errorPath: '$.error.Error',
    causePath: '$.error.Cause',
  });
  const written = callFunction(
    scope,
    'Record the failure',
    record,
    {
      ...EXECUTION,
      ...more,
      input: sfn.JsonPath.objectAt('$$.Execution.Input'),
      outcome: 'failed',
      error: sfn.JsonPath.objectAt('$.error'),
    },
    sfn.JsonPath.DISCARD,
  );
  // The execution reports the first error even if recording it fails.
  written.addCatch(failed, { resultPath: '$.record_error' });
  written.next(failed);
  return written;
}
