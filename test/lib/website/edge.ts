import { type EdgeFunction, readEdgeFunction } from '../../../local/cdn/edge-function.ts';
import { only, type Synthesized } from '../synthesize.ts';

/** The edge function of the template, executed by the runtime of the local stack. */
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
