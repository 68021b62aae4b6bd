import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { StackFunction } from './stack-function.ts';
import { callFunction, recover } from './states.ts';

/** The label in the ARNs of the parts' executions. */
export const PARTS_LABEL = 'Parts';

/** The run and month that every item of a Map receives in addition to the item. */
const RUN = { run_id: sfn.JsonPath.stringAt('$.run_id'), month: sfn.JsonPath.stringAt('$.month') };

/** Invokes ingest for each file. A drop has few files, so an inline Map is enough; a failing item fails the execution directly. */
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
 * Invokes normalize for each part, each in its own execution (distributed Map), because an inline Map is limited to 25,000 history events and 40
 * concurrent items. A failed child execution would fail the Map with `States.ExceedToleratedFailureThreshold`, which hides the
 * reason. Therefore a child that fails returns its error as a result, and {@link failedPart} finds it. The other children return `{}`,
 * because the results of all parts together are limited to 256 KiB.
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

/** True if a part failed. The text of the results is tested, because a filter path without a match would be an error. */
export const aPartFailed = sfn.Condition.stringMatches('$.normalized.text', '*"Error":*');

/** Moves the error of the first failed part to `$.error`, from which the failure is recorded. */
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
