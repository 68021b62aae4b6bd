import { readFileSync } from 'node:fs';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { MovieStatisticsStack } from '../../lib/movie-statistics-stack.ts';
import { parseSettings } from '../../lib/settings/settings.ts';

/** A resource of the template, as CloudFormation reads it. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: every type has its own properties
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}

/** What a test looks at: the app for rules over constructs, the template for everything else. */
export interface Synthesized {
  readonly app: App;
  readonly template: Template;
  /** All resources of a type by their logical ids. */
  readonly resources: (type: string) => Record<string, Resource>;
}

/** The context of cdk.json: feature flags, settings, environments. */
export function projectContext(): Record<string, unknown> {
  return (JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: Record<string, unknown> }).context;
}

const made = new Map<string, Synthesized>();

/** The stack with these settings, the same one for everyone in this process who asks for the same. */
export function synthesize(settings: Record<string, unknown> = {}): Synthesized {
  const key = JSON.stringify(settings);
  const known = made.get(key) ?? synthesizeAnew(settings);
  made.set(key, known);
  return known;
}

interface SynthesisOptions {
  /** By the CDK's rules for CloudFormation, which takes longer than all the rest. @default false */
  readonly validated?: boolean;
}

/** Likewise, not shared with anyone. */
export function synthesizeAnew(
  settings: Record<string, unknown>,
  options: SynthesisOptions = {},
): Synthesized {
  return synthesizeStack((app) => {
    const parsed = parseSettings({ codeVersion: 'test', ...settings });
    return new MovieStatisticsStack(app, 'MovieStatistics', { settings: parsed });
  }, options);
}

/** A stack made with the feature flags of cdk.json; bundling is skipped, which is 15 times faster. */
export function synthesizeStack<Made extends Stack>(
  make: (app: App) => Made,
  { validated = false }: SynthesisOptions = {},
): Synthesized & { readonly stack: Made } {
  const app = new App({
    context: { ...projectContext(), 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: validated,
  });
  const stack = make(app);
  const template = Template.fromStack(stack);
  return {
    app,
    stack,
    template,
    resources: (type) => template.findResources(type) as unknown as Record<string, Resource>,
  };
}

/** The one resource of a type. */
export function only({ resources }: Synthesized, type: string): Resource {
  const found = Object.values(resources(type));
  if (found.length !== 1) throw new Error(`The template has ${found.length} of ${type}.`);
  return found[0]!;
}

/** The one resource of a type whose logical id begins like this. */
export function named({ resources }: Synthesized, type: string, start: string): Resource {
  const found = Object.entries(resources(type)).filter(([id]) => id.startsWith(start));
  if (found.length !== 1) throw new Error(`The template has ${found.length} of ${type} named ${start}….`);
  return found[0]![1];
}

/** A value with its intrinsic functions written out: `{Ref: X}` as `<X>`, joins joined. */
export function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [name, argument] = Object.entries(value)[0]!;
  if (name === 'Ref') return `<${argument}>`;
  if (name === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  if (name === 'Fn::Join')
    return (argument as [string, unknown[]])[1].map(plain).join((argument as [string])[0]);
  return JSON.stringify(value);
}

/** How a step's name stands in logical ids: `clean-up` as `CleanUp`. */
export const logicalName = (step: string): string =>
  step
    .split('-')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('');

const asArray = <Value>(value: Value | Value[]): Value[] => (Array.isArray(value) ? value : [value]);

/** One permission of a role: an action on a resource, with its conditions as JSON where it has some. */
export type Permission = string;

/**
 * Everything that the policies of a role allow, an action and a resource each, sorted. A role of the stack is told by its logical id,
 * one from elsewhere by its name.
 */
export function permissionsOf({ resources }: Synthesized, role: RegExp | string): Permission[] {
  const isMeant = (of: { Ref: string } | string): boolean =>
    typeof of === 'string' ? of === role : role instanceof RegExp && role.test(of.Ref);
  return Object.values(resources('AWS::IAM::Policy'))
    .filter(({ Properties }) => Properties.Roles.some(isMeant))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .flatMap(({ Action, Resource, Condition }) =>
      asArray(Action).flatMap((action) =>
        asArray(Resource).map(
          (resource) => `${action} ${plain(resource)}${Condition ? ` if ${JSON.stringify(Condition)}` : ''}`,
        ),
      ),
    )
    .sort();
}
