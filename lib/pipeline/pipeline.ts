import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';
import { type Functions, STEPS } from './functions.ts';
import { aPartFailed, copyFiles, failedPart, normalizeParts } from './maps.ts';
import { acknowledgeParts, acknowledgeStateMachine } from './nag-findings.ts';
import { createStateMachine } from './state-machine.ts';
import {
  callFunction,
  EXECUTION,
  failureStates,
  ORDER,
  recover,
  takeInput,
  waitForDrop,
  waitForLock,
} from './states.ts';

export interface PipelineProps {
  readonly functions: Functions;
  readonly settings: Settings;
}

/** The state machine that processes one ingest month, from its source to the API. */
export class Pipeline extends Construct {
  readonly stateMachine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id);
    const { functions, settings } = props;
    this.stateMachine = createStateMachine(this, {
      name: 'pipeline',
      comment: 'Processes one ingest month, from its source to the API.',
      states: statesOf(this, props),
      waitDays: settings.waitForDrop,
      settings,
    });
    acknowledgeStateMachine(
      this.stateMachine,
      functions,
      STEPS.filter((step) => step !== 'rollback'),
    );
    acknowledgeParts(this.stateMachine);
  }
}

/**
 * The states of a run: plan, ingest, normalize, audit, commit, aggregate, export, publish, activate, record, clean up. A dry
 * run is recorded after its audit. A run that removes its month skips ingest and normalize.
 */
function statesOf(scope: Construct, { functions, settings }: PipelineProps): sfn.IChainable {
  const step = functions.of;
  const failure = failureStates(scope, step.record, 'The run failed');

  const plan = callFunction(scope, 'Plan the run', step.plan, {
    input: sfn.JsonPath.objectAt('$.input'),
    ...EXECUTION,
  });
  waitForLock(plan, settings);
  waitForDrop(plan, settings);
  const whereToBegin = new sfn.Choice(scope, 'Where does the run begin?');

  const copied = copyFiles(scope, step.ingest, settings.mapConcurrency);
  const parts = sfn.Pass.jsonPath(scope, 'List the parts', {
    parameters: {
      ...ORDER,
      from: sfn.JsonPath.stringAt('$.from'),
      publish: sfn.JsonPath.objectAt('$.publish'),
      dry_run: sfn.JsonPath.objectAt('$.dry_run'),
      remove: sfn.JsonPath.objectAt('$.remove'),
      files: sfn.JsonPath.listAt('$.files'),
      parts: sfn.JsonPath.objectAt('$.ingested[*].parts[*]'),
    },
  });
  const normalized = normalizeParts(scope, step.normalize, settings.mapConcurrency);
  const didAPartFail = new sfn.Choice(scope, 'Did a part fail?');

  const audit = callFunction(scope, 'Audit the run', step.audit, ORDER, '$.audit');
  const isDryRun = new sfn.Choice(scope, 'Is it a dry run?');
  const commit = callFunction(scope, 'Commit the month', step.commit, ORDER, '$.commit');
  const aggregate = callFunction(scope, 'Compute the statistics', step.aggregate, ORDER, '$.aggregate');
  const toBePublished = new sfn.Choice(scope, 'Is it to be published?');

  const makeDownloads = callFunction(scope, 'Make the downloads', step.export, ORDER, '$.downloads');
  const compare = callFunction(
    scope,
    'Compare with the live release',
    step.publish,
    { step: 'compare', ...ORDER },
    '$.release',
  );
  const anyChange = new sfn.Choice(scope, 'Does anything change?');
  const drain = sfn.Wait.jsonPath(scope, 'Let the idle slot drain', {
    time: sfn.WaitTime.secondsPath('$.release.wait_seconds'),
  });
  const slots = {
    live: sfn.JsonPath.stringAt('$.release.live'),
    target: sfn.JsonPath.stringAt('$.release.target'),
  };
  const fill = callFunction(
    scope,
    'Fill the idle slot',
    step.publish,
    { step: 'fill', ...ORDER, ...slots },
    '$.filled',
  );
  const activate = callFunction(
    scope,
    'Switch the API to the new release',
    step.activate,
    { ...ORDER, ...slots },
    sfn.JsonPath.DISCARD,
  );

  const succeeded = {
    ...EXECUTION,
    input: sfn.JsonPath.objectAt('$$.Execution.Input'),
    outcome: 'succeeded',
  };
  const record = callFunction(scope, 'Record the run', step.record, succeeded, '$.record');
  // A separate state, because a dry run deletes nothing and ends after it.
  const recordDryRun = callFunction(scope, 'Record the dry run', step.record, succeeded, '$.record');
  const cleanUp = callFunction(scope, 'Clean up after older runs', step['clean-up'], ORDER, '$.clean_up');
  const served = sfn.Succeed.jsonPath(scope, 'The month is served');

  for (const task of [
    plan,
    audit,
    commit,
    aggregate,
    makeDownloads,
    compare,
    fill,
    activate,
    record,
    recordDryRun,
  ]) {
    task.addCatch(failure, recover);
  }
  // The month is already served and recorded. Therefore a failed clean-up does not fail the run: the function's error metric reports it, and the next run repeats it.
  cleanUp.addCatch(served, { resultPath: '$.clean_up_error' });
  copied.addCatch(failure, recover);
  normalized.addCatch(failure, recover);

  const begin = takeInput(scope);
  begin.next(plan).next(whereToBegin);
  whereToBegin
    .when(sfn.Condition.booleanEquals('$.remove', true), audit)
    .when(sfn.Condition.stringEquals('$.from', 'aggregate'), aggregate)
    .when(sfn.Condition.stringEquals('$.from', 'normalize'), normalized)
    .otherwise(copied);
  copied.next(parts).next(normalized).next(didAPartFail);
  didAPartFail.when(aPartFailed, failedPart(scope).next(failure)).otherwise(audit);
  audit.next(isDryRun);
  isDryRun.when(sfn.Condition.booleanEquals('$.dry_run', true), recordDryRun).otherwise(commit);
  recordDryRun.next(sfn.Succeed.jsonPath(scope, 'Nothing was committed'));
  commit.next(aggregate).next(toBePublished);
  toBePublished.when(sfn.Condition.booleanEquals('$.publish', false), record).otherwise(makeDownloads);
  makeDownloads.next(compare);
  compare.next(anyChange);
  anyChange.when(sfn.Condition.booleanEquals('$.release.changed', false), record).otherwise(drain);
  drain.next(fill).next(activate).next(record).next(cleanUp).next(served);
  return begin;
}
