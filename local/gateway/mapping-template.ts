import { Compile, parse } from 'velocityjs';
import { InvalidTemplateError } from '../template/errors.ts';

/** What a mapping template can see. */
export interface TemplateScope {
  readonly body: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly queryString: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** A rendered template, and the request parameters that it has overridden. */
export interface Rendered {
  readonly text: string;
  readonly overrides: {
    readonly path: Readonly<Record<string, string>>;
    readonly header: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
  };
}

/** A template overrides one parameter twice: "an override may only be applied to each parameter once … 5XX". */
export class MappingTemplateError extends Error {
  override readonly name = 'MappingTemplateError';
}

/** The variables that are here; `$util` and most of `$context` and `$input` are not. */
const KNOWN = /^(input\.(params|body)|context\.requestOverride\.(path|header|querystring)|stageVariables)\b/;

/** Refuses a template that uses what would come out as plain text here. @throws InvalidTemplateError */
export function checkTemplate(logicalId: string, template: string): void {
  const own = new Set([...template.matchAll(/#set\s*\(\s*\$\{?(\w+)\s*=/g)].map(([, name]) => name));
  for (const [, reference = ''] of template.matchAll(/\$!?\{?([a-zA-Z_][\w.]*)/g)) {
    if (KNOWN.test(reference) || own.has(reference.split('.')[0]!)) continue;
    throw new InvalidTemplateError(
      `A mapping template of ${logicalId} uses $${reference}, which isn't there here.`,
    );
  }
}

/** Java's String.matches, which templates call: the whole text. */
const JAVA_METHODS = [
  {
    uid: 'matches',
    match: ({ property, context }: { property: string; context: unknown }) =>
      property === 'matches' && typeof context === 'string',
    resolve: ({ context, params }: { context: string; params: string[] }) =>
      new RegExp(`^(?:${params[0]})$`, 'su').test(context),
  },
];

/** Templates as they are read, by their text: an API has few, and every request renders some. */
const read = new Map<string, ReturnType<typeof parse>>();

function readTemplate(template: string): ReturnType<typeof parse> {
  const known = read.get(template) ?? parse(template);
  read.set(template, known);
  return known;
}

/**
 * Renders a template: "$input.params() gives a map of all the request parameters: path, querystring, header".
 * @throws MappingTemplateError
 */
export function renderTemplate(template: string, scope: TemplateScope): Rendered {
  const overrides = { path: once(), header: once(), querystring: once() };
  const parameters: Record<string, Record<string, string>> = {
    path: scope.pathParameters,
    querystring: scope.queryString,
    header: scope.headers,
  };
  const params = (name?: string): unknown =>
    name === undefined
      ? javaMap(
          Object.fromEntries(Object.entries(parameters).map(([kind, values]) => [kind, javaMap(values)])),
        )
      : (Object.values(parameters).find((values) => Object.hasOwn(values, name))?.[name] ?? '');
  const compiled = new Compile(readTemplate(template), { customMethodHandlers: JAVA_METHODS });
  const text = compiled.render({
    input: { body: scope.body, params },
    context: { requestOverride: overrides },
    stageVariables: javaMap(scope.stageVariables),
  });
  return { text, overrides };
}

/** A map with Java's `get`; what it lacks is null, and nothing is inherited. */
function javaMap<Value>(values: Readonly<Record<string, Value>>): object {
  return Object.assign(Object.create(null) as object, values, {
    get: (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined),
  });
}

/** An object whose fields can be set once. */
function once(): Record<string, string> {
  return new Proxy<Record<string, string>>(
    {},
    {
      set(target, name, value: unknown) {
        if (Object.hasOwn(target, name)) {
          throw new MappingTemplateError(`The template overrides ${String(name)} more than once.`);
        }
        return Reflect.set(target, name, String(value));
      },
    },
  );
}
