import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StackFunction } from './stack-function.ts';
import { callFunction, recover } from './states.ts';

/** What Step Functions puts into the ARNs of the parts' executions. */
export const PARTS_LABEL = 'Parts';

/** The run and month that every item of a Map is told beside itself. */
const RUN = { run_id: sfn.JsonPath.stringAt('$.run_id'), month: sfn.JsonPath.stringAt('$.month') };

/** One ingest call a file. A drop has few files, so the items run within the execution and fail it directly. */
export function copyFiles(scope: Construct, ingest: StackFunction, maxConcurrency: number): sfn.Map {
  const files = sfn.Map.jsonPath(scope, 'Copy every raw file', {
    itemsPath: '$.files',
    itemSelector: { ...RUN, file: sfn.JsonPath.stringAt('$$.Map.Item.Value') },
    maxConcurrency,
    resultPath: '$.ingested',
  });
  const copy = callFunction(scope, 'Copy a raw file and find its parts', ingest, {
    run_id: sfn.JsonPath.stringAt('$.run_id'),
    month: sfn.JsonPath.stringAt('$.month'),
    file: sfn.JsonPath.stringAt('$.file'),
  });
  return files.itemProcessor(copy);
}

/**
 * One normalize call a part, each in an execution of its own, so that neither the history's 25,000 events nor 40 items
 * at once limit a month. A failing child would fail the Map as `States.ExceedToleratedFailureThreshold`, which says
 * nothing of the reason: each hands its error on instead, for {@link failedPart} to find. All others return `{}`,
 * because the results of all parts together may have 256 KiB.
 */
export function normalizeParts(
  scope: Construct,
  normalize: StackFunction,
  maxConcurrency: number,
): sfn.DistributedMap {
  const parts = sfn.DistributedMap.jsonPath(scope, 'Normalize every part', {
    mapExecutionType: sfn.StateMachineType.STANDARD,
    label: PARTS_LABEL,
    itemsPath: '$.parts',
    itemSelector: {
      ...RUN,
      file: sfn.JsonPath.stringAt('$$.Map.Item.Value.file'),
      part: sfn.JsonPath.numberAt('$$.Map.Item.Value.part'),
    },
    maxConcurrency,
    resultSelector: {
      results: sfn.JsonPath.objectAt('$'),
      text: sfn.JsonPath.jsonToString(sfn.JsonPath.objectAt('$')),
    },
    resultPath: '$.normalized',
  });
  const part = callFunction(scope, 'Normalize a part', normalize, {
    run_id: sfn.JsonPath.stringAt('$.run_id'),
    month: sfn.JsonPath.stringAt('$.month'),
    file: sfn.JsonPath.stringAt('$.file'),
    part: sfn.JsonPath.numberAt('$.part'),
  });
  part.addCatch(sfn.Pass.jsonPath(scope, "Hand the part's failure on", { outputPath: '$.error' }), recover);
  return parts.itemProcessor(part);
}

/** Whether a part has failed. A path that filters must not come up empty, so the results' text is asked first. */
export const aPartFailed = sfn.Condition.stringMatches('$.normalized.text', '*"Error":*');

/** Puts the first failed part's error where every failure is recorded from. */
export function failedPart(scope: Construct): sfn.Chain {
  const find = sfn.Pass.jsonPath(scope, 'Find the parts that failed', {
    parameters: { failures: sfn.JsonPath.objectAt('$.normalized.results[?(@.Error)]') },
    resultPath: '$.normalized',
  });
  const take = sfn.Pass.jsonPath(scope, "Take the first part's failure", {
    inputPath: '$.normalized.failures[0]',
    resultPath: '$.error',
  });
  return find.next(take);
}
