import { createHash } from 'node:crypto';
import type { Resource, Template } from '../template/template.ts';

/**
 * The values of the API keys that the template's stage accepts: keys that are enabled and are in a usage plan that covers
 * the stage. The plans' throttles and quotas are not emulated.
 */
export function readApiKeys(template: Template): string[] {
  const keys = new Map(template.of('AWS::ApiGateway::ApiKey').map((key) => [key.ref, key]));
  // The local stack has one API and one stage: a plan with any stage covers it.
  const plans = new Set(
    template
      .of('AWS::ApiGateway::UsagePlan')
      .filter(({ properties }) => ((properties.ApiStages ?? []) as readonly unknown[]).length > 0)
      .map(({ ref }) => ref),
  );
  return template.of('AWS::ApiGateway::UsagePlanKey').flatMap(({ properties }): string[] => {
    const key = keys.get(properties.KeyId as string);
    const isAccepted = plans.has(properties.UsagePlanId as string) && key?.properties.Enabled === true;
    return isAccepted ? [keyValue(template, key)] : [];
  });
}

/** Returns the value of a key. API Gateway generates random values; the local value is derived from the logical id, so it never changes. */
function keyValue({ stackName }: Template, { logicalId, properties }: Resource): string {
  if (typeof properties.Value === 'string') return properties.Value;
  return createHash('sha256').update(`${stackName}/${logicalId}/value`).digest('hex').slice(0, 40);
}
