import { readFile } from 'node:fs/promises';
import { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { settingsOf } from '../../local/settings.ts';
import { synthesize } from '../../local/synth.ts';
import type { Where } from '../commands/target-options.ts';

/** A resource of a template, as it is written there. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The resources of a target's template: a deployed one is asked for it, a local one's is made. */
export async function resourcesOf(where: Where): Promise<TemplateResource[]> {
  const text =
    where.kind === 'local'
      ? await readFile(await synthesize(settingsOf(where.dataDir)), 'utf8')
      : await deployedTemplate(where.stackName);
  const { Resources } = JSON.parse(text) as { Resources: Record<string, TemplateResource> };
  return Object.values(Resources);
}

async function deployedTemplate(stackName: string): Promise<string> {
  const client = new CloudFormationClient({});
  try {
    const { TemplateBody } = await client.send(
      new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Processed' }),
    );
    return TemplateBody!;
  } finally {
    client.destroy();
  }
}
