import { type EdgeFunction, readEdgeFunction } from '../../../local/cdn/edge-function.ts';
import { only, type Synthesized } from '../synthesize.ts';

/** The function at the edge as it is deployed, run as the local stack runs it. */
export function edgeOf(stack: Synthesized): EdgeFunction {
  const { Type, Properties } = only(stack, 'AWS::CloudFront::Function');
  return readEdgeFunction({
    logicalId: 'Edge',
    type: Type,
    ref: '',
    arn: undefined,
    properties: Properties,
    metadata: {},
  });
}
