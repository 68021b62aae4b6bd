import { Compile, parse } from 'velocityjs';
import { InvalidTemplateError } from '../template/errors.ts';

/** The values that a mapping template can read. */
export interface TemplateScope {
  readonly body: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly queryString: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** A rendered template and the request parameters that it overrides. */
export interface Rendered {
  readonly text: string;
  readonly overrides: {
    readonly path: Readonly<Record<string, string>>;
    readonly header: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
  };
}

/** A template overrides a parameter twice: "an override may only be applied to each parameter once … 5XX". */
export class MappingTemplateError extends Error {
  override readonly name = 'MappingTemplateError';
}

/** The supported variables; `$util` and most of `$context` and `$input` are not supported. */
const KNOWN = /^(input\.(params|body)|context\.requestOverride\.(path|header|querystring)|stageVariables)\b/;

/** Refuses a template with an unsupported variable, which would be rendered as plain text. @throws InvalidTemplateError */
export function checkTemplate(logicalId: string, template: string): void {
  const own = new Set([...template.matchAll(/#set\s*\(\s*\$\{?(\w+)\s*=/g)].map(([, name]) => name));
  for (const [, reference = ''] of template.matchAll(/\$!?\{?([a-zA-Z_][\w.]*)/g)) {
    if (KNOWN.test(reference) || own.has(reference.split('.')[0]!)) continue;
    throw new InvalidTemplateError(
      `A mapping template of ${logicalId} uses $${reference}, which is not supported.`,
    );
  }
}

/** Java's String.matches, which templates call: the pattern must match the whole text. */
const JAVA_METHODS = [
  {
    uid: 'matches',
    match: ({ property, context }: { property: string; context: unknown }) =>
      property === 'matches' && typeof context === 'string',
    resolve: ({ context, params }: { context: string; params: string[] }) =>
      new RegExp(`^(?:${params[0]})$`, 'su').test(context),
  },
];

/** Parsed templates by their text. */
const read = new Map<string, ReturnType<typeof parse>>();

function readTemplate(template: string): ReturnType<typeof parse> {
  const known = read.get(template) ?? parse(template);
  read.set(template, known);
  return known;
}

/**
 * Renders a template. `$input.params()` returns a map of all request parameters: path, querystring and header.
 * @throws MappingTemplateError
 */
export function renderTemplate(template: string, scope: TemplateScope): Rendered {
  const overrides = { path: writeOnce(), header: writeOnce(), querystring: writeOnce() };
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

/** A map with Java's `get`, which returns null for a missing key. It inherits no properties. */
function javaMap<Value>(values: Readonly<Record<string, Value>>): object {
  return Object.assign(Object.create(null) as object, values, {
    get: (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined),
  });
}

/** An object whose fields can only be set once. */
function writeOnce(): Record<string, string> {
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
