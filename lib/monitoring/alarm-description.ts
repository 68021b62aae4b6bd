import { Stack } from 'aws-cdk-lib';
import type { AlarmDefinition, Place } from './alarms.ts';
import type { MonitoredResources } from './monitored-resources.ts';

/** The runbook's path in this repository: used in alarms if the setting `runbookUrl` is missing. */
const RUNBOOK = 'docs/runbook.md';

export interface DescriptionOptions {
  readonly resources: MonitoredResources;
  readonly runbookUrl: string | undefined;
}

/** The description of an alarm: its severity and meaning, its section of the runbook, and a link to the console. */
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
