import { resolveIntrinsics } from '../../local/template/intrinsics.ts';
import type { Synthesized } from './synthesize.ts';

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
};

/** A name of the length that CloudFormation generates: the stack's name, the logical id and twelve more characters. */
const physicalName = (logicalId: string): string => `MovieStatistics-${logicalId}-0A1B2C3D4E5F`;

/** A text of the template after deployment, with resolved names and ARNs of resources. */
export function resolved({ template }: Synthesized, value: unknown): string {
  const { Resources } = template.toJSON() as {
    Resources: Record<string, { Type: string; Properties?: { StateMachineName?: string } }>;
  };
  const references = {
    ref(name: string): string | undefined {
      if (PSEUDO[name] !== undefined) return PSEUDO[name];
      const resource = Resources[name];
      const machine = resource?.Properties?.StateMachineName;
      if (machine) return `arn:aws:states:eu-west-1:123456789012:stateMachine:${machine}`;
      return resource && physicalName(name);
    },
    attribute: (logicalId: string, attribute: string) =>
      attribute === 'Arn'
        ? `arn:aws:service:eu-west-1:123456789012:${physicalName(logicalId)}`
        : physicalName(logicalId),
  };
  return String(resolveIntrinsics(value, references, 'a text'));
}
