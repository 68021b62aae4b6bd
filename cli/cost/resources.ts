import { readFile } from 'node:fs/promises';
import { settingsOf } from '../../local/settings.ts';
import { buildTemplate } from '../../local/synth.ts';
import { stackTemplate } from '../shared/deployed.ts';
import type { TargetRef } from '../shared/target-options.ts';

/** A resource of a template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The resources of a target's template: read from CloudFormation, or synthesized for a local stack. */
export async function resourcesOf(ref: TargetRef): Promise<TemplateResource[]> {
  const text =
    ref.kind === 'local'
      ? await readFile(await buildTemplate(settingsOf(ref.dataDir)), 'utf8')
      : await stackTemplate(ref.stackName);
  const { Resources } = JSON.parse(text) as { Resources: Record<string, TemplateResource> };
  return Object.values(Resources);
}
