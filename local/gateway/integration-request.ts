import type { Integration } from './api.ts';
import { type Rendered, renderTemplate, type TemplateScope } from './mapping-template.ts';

/** The request to the integration. */
export interface IntegrationRequest {
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly path: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No mapping template matches the request's content type, and passthrough is not allowed. */
export class UnsupportedMediaTypeError extends Error {
  override readonly name = 'UnsupportedMediaTypeError';
}

/**
 * Maps a method request to an integration request: parameter mappings first, then the overrides of the template.
 * @throws UnsupportedMediaTypeError, MappingTemplateError
 */
export function mapRequest(
  integration: Integration,
  scope: TemplateScope,
  contentType: string | undefined,
): IntegrationRequest {
  const mapped: Record<string, Record<string, string>> = { header: {}, path: {}, querystring: {} };
  for (const [target, source] of integration.parameters) {
    const [kind = '', ...name] = target.split('.');
    const value = sourceValue(source, scope);
    // A parameter that the request does not have is not sent.
    if (value !== undefined) mapped[kind]![name.join('.')] = value;
  }
  const rendered = render(integration, scope, contentType);
  return {
    headers: lowerCase({ ...mapped.header, ...rendered.overrides.header }),
    path: { ...mapped.path, ...rendered.overrides.path },
    querystring: { ...mapped.querystring, ...rendered.overrides.querystring },
    body: rendered.text,
  };
}

function sourceValue(source: string, scope: TemplateScope): string | undefined {
  const literal = /^'(.*)'$/s.exec(source)?.[1];
  if (literal !== undefined) return literal;
  const [, kind, name = ''] = /^(?:method\.request\.)?(\w+)\.(.+)$/.exec(source) ?? [];
  const from: Readonly<Record<string, string>> =
    { path: scope.pathParameters, querystring: scope.queryString, stageVariables: scope.stageVariables }[
      kind!
    ] ?? lowerCase(scope.headers);
  const key = kind === 'header' ? name.toLowerCase() : name;
  return Object.hasOwn(from, key) ? from[key] : undefined;
}

const NO_OVERRIDES: Rendered['overrides'] = { path: {}, header: {}, querystring: {} };

/**
 * "API Gateway selects the template by the request's Content-Type; application/json where there is none." Without a
 * template, NEVER refuses the request, WHEN_NO_TEMPLATES refuses it if any template is defined, and WHEN_NO_MATCH passes
 * the body through.
 */
function render(integration: Integration, scope: TemplateScope, contentType: string | undefined): Rendered {
  const type = (contentType ?? 'application/json').split(';')[0]!.trim().toLowerCase();
  const template = integration.templates.get(type);
  if (template !== undefined) return renderTemplate(template, scope);
  const passes =
    integration.passthrough === 'WHEN_NO_MATCH' ||
    (integration.passthrough === 'WHEN_NO_TEMPLATES' && integration.templates.size === 0);
  if (!passes) throw new UnsupportedMediaTypeError(`There is no template for ${type}.`);
  return { text: scope.body, overrides: NO_OVERRIDES };
}

const lowerCase = (headers: Readonly<Record<string, string>> | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
