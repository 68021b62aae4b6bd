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

/** The synthesized stack: the app for rules over constructs, the template for all other tests. */
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

const cache = new Map<string, Synthesized>();

/** The stack with these settings, cached for the process. */
export function synthesize(settings: Record<string, unknown> = {}): Synthesized {
  const key = JSON.stringify(settings);
  const known = cache.get(key) ?? synthesizeNew(settings);
  cache.set(key, known);
  return known;
}

interface SynthesisOptions {
  /** Whether to validate the template with the CDK's CloudFormation rules, which is slow. @default false */
  readonly validated?: boolean;
}

/** A new stack with these settings, not cached. */
export function synthesizeNew(
  settings: Record<string, unknown>,
  options: SynthesisOptions = {},
): Synthesized {
  return synthesizeStack((app) => {
    const parsed = parseSettings({ codeVersion: 'test', ...settings });
    return new MovieStatisticsStack(app, 'MovieStatistics', { settings: parsed });
  }, options);
}

/** Creates a stack with the feature flags of cdk.json. Bundling is skipped, which is 15 times faster. */
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

/** The only resource of a type. */
export function only({ resources }: Synthesized, type: string): Resource {
  const found = Object.values(resources(type));
  if (found.length !== 1) throw new Error(`The template has ${found.length} of ${type}.`);
  return found[0]!;
}

/** The only resource of a type whose logical id has the prefix. */
export function named({ resources }: Synthesized, type: string, start: string): Resource {
  const found = Object.entries(resources(type)).filter(([id]) => id.startsWith(start));
  if (found.length !== 1) throw new Error(`The template has ${found.length} of ${type} named ${start}….`);
  return found[0]![1];
}

/** A value as text without intrinsic functions: `{Ref: X}` becomes `<X>`, and `Fn::Join` is applied. */
export function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [name, argument] = Object.entries(value)[0]!;
  if (name === 'Ref') return `<${argument}>`;
  if (name === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  if (name === 'Fn::Join')
    return (argument as [string, unknown[]])[1].map(plain).join((argument as [string])[0]);
  return JSON.stringify(value);
}

/** A step's name as it appears in logical ids: `clean-up` becomes `CleanUp`. */
export const logicalName = (step: string): string =>
  step
    .split('-')
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join('');

const asArray = <Value>(value: Value | Value[]): Value[] => (Array.isArray(value) ? value : [value]);

/** One permission of a role: an action on a resource, with its conditions (if any) as JSON. */
export type Permission = string;

/**
 * All permissions in the policies of a role, sorted. A role of the stack is identified by its logical id, a role outside the stack
 * by its name.
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
