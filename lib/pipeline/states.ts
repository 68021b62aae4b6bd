import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import type { StackFunction } from './stack-function.ts';

/** Faults that pass by themselves: Lambda's own, and what the functions call TransientError. Everything else is final. */
export const TRANSIENT_ERRORS = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'TransientError',
];

/** Lambda's own time-out comes first and names what happened; this one is for answers that never arrive. */
const ANSWER_SLACK = Duration.seconds(10);

/** What most steps are told: whose run it is. Everything else they read from S3 under the run's id. */
export const ORDER = {
  run_id: sfn.JsonPath.stringAt('$.run_id'),
  month: sfn.JsonPath.stringAt('$.month'),
  execution_arn: sfn.JsonPath.stringAt('$.execution_arn'),
  started_at: sfn.JsonPath.stringAt('$.started_at'),
};

/** The execution itself, which is known before there is a run and after it failed. */
export const EXECUTION = {
  execution_arn: sfn.JsonPath.stringAt('$$.Execution.Id'),
  started_at: sfn.JsonPath.stringAt('$$.Execution.StartTime'),
};

/** Where a caught error lies for the state that records it. */
export const recover = { resultPath: '$.error' };

/** Wraps the input, whatever it is: beside something that is no object, no error could be noted. */
export function takeInput(scope: Construct): sfn.Pass {
  return sfn.Pass.jsonPath(scope, 'Take the input', {
    parameters: { input: sfn.JsonPath.objectAt('$$.Execution.Input') },
  });
}

/** A task that calls a function with a payload, and again after faults that pass by themselves. */
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
    // The CDK's own retry would add errors to the list and has no jitter.
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

/** Lets the task that takes the lock try again for as long as the settings say. */
export function waitForLock(task: LambdaInvoke, settings: Settings): void {
  task.addRetry({
    errors: ['RunInProgressError'],
    interval: Duration.seconds(settings.lockRetrySeconds),
    maxAttempts: Math.ceil(settings.lockWaitSeconds / settings.lockRetrySeconds),
    backoffRate: 1,
  });
}

/**
 * Lets the task that lists the drop look for it again, for days where the settings say so. It takes the lock only once
 * the drop is there, so other runs go on meanwhile.
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
 * Whatever went wrong is written down, the lock is freed, and the execution still ends as failed, with its reason.
 * `more` is what `record` is told beside that.
 */
export function failureStory(
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
  // The first error is the one that people must read, whatever became of its record.
  written.addCatch(failed, { resultPath: '$.record_error' });
  written.next(failed);
  return written;
}
