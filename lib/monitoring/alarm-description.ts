import { Stack } from 'aws-cdk-lib';
import type { AlarmDefinition, Place } from './alarms.ts';
import type { MonitoredResources } from './monitored-resources.ts';

/** Where the runbook stands in this repository: what alarms name where nobody has said where it can be read. */
const RUNBOOK = 'docs/runbook.md';

export interface DescriptionOptions {
  readonly resources: MonitoredResources;
  readonly runbookUrl: string | undefined;
}

/** What whoever is woken reads first: how bad it is, what it means, what to do, and where to look. */
export function alarmDescription(
  { kind, severity, meaning, place }: AlarmDefinition,
  { resources, runbookUrl = RUNBOOK }: DescriptionOptions,
): string {
  return [
    `${severity}: ${meaning}`,
    `Runbook: ${runbookUrl}#${kind}`,
    `Console: ${consoleUrl(resources, place)}`,
  ].join('\n');
}

function consoleUrl({ pipeline, rollback, functions }: MonitoredResources, place: Place): string {
  const { region, stackName } = Stack.of(pipeline);
  const page = (service: string, fragment: string): string =>
    `https://${region}.console.aws.amazon.com/${service}/home?region=${region}#${fragment}`;
  if (place === 'dashboard') return page('cloudwatch', `dashboards/dashboard/${stackName}`);
  if (typeof place === 'object') {
    const { logGroupName } = functions[place.logsOf]!.logGroup;
    return page('cloudwatch', `logsV2:log-groups/log-group/${logGroupName}`);
  }
  const machine = { pipeline, rollback }[place];
  return page('states', `/statemachines/view/${machine.stateMachineArn}`);
}
