import { InvalidTemplateError } from '../template/errors.ts';
import { type Template, theOnly } from '../template/template.ts';

/** A path of the API, with the methods that it has. */
export interface ApiResource<Method> {
  /** `/v1/stats/year/{year}` */
  readonly path: string;
  readonly methods: Map<string, Method>;
  /** By path part, as the template names it: `stats`, `{year}`, `{proxy+}`. */
  readonly children: Map<string, ApiResource<Method>>;
}

/** What a request's path has led to. Values are decoded. */
export interface Route<Method> {
  readonly resource: ApiResource<Method>;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The template's resources as a tree, by logical id; the root's id is the API's. */
export function resourceTree<Method>(template: Template): Map<string, ApiResource<Method>> {
  const api = theOnly(template, 'AWS::ApiGateway::RestApi');
  const rootId = `${api.logicalId}.root`;
  const root: ApiResource<Method> = { path: '/', methods: new Map(), children: new Map() };
  const tree = new Map([[rootId, root]]);
  const waiting = new Set(template.of('AWS::ApiGateway::Resource'));
  while (waiting.size > 0) {
    const ready = [...waiting].filter(({ properties }) => tree.has(properties.ParentId as string));
    if (ready.length === 0) {
      const [lost] = waiting;
      throw new InvalidTemplateError(`The resource ${lost?.logicalId} has a parent that the template lacks.`);
    }
    for (const resource of ready) {
      waiting.delete(resource);
      const { ParentId, PathPart } = resource.properties as { ParentId: string; PathPart: string };
      const parent = tree.get(ParentId)!;
      const path = `${parent.path === '/' ? '' : parent.path}/${PathPart}`;
      const node: ApiResource<Method> = { path, methods: new Map(), children: new Map() };
      parent.children.set(PathPart, node);
      tree.set(resource.ref, node);
    }
  }
  return tree;
}

/**
 * Finds the most specific resource of a path: a fixed part goes before `{parameter}`, that before `{proxy+}`, at every
 * level; a branch that leads nowhere is left for the next. Parts are told apart while they are still encoded, so that
 * `%2F` never makes a new one. "A trailing slash is the same resource"; an empty part in between is a part.
 */
export function findRoute<Method>(root: ApiResource<Method>, path: string): Route<Method> | null {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  const parts = trimmed === '/' ? [] : trimmed.slice(1).split('/');
  return descend(root, parts, {});
}

function descend<Method>(
  resource: ApiResource<Method>,
  parts: readonly string[],
  pathParameters: Readonly<Record<string, string>>,
): Route<Method> | null {
  const [part, ...rest] = parts;
  if (part === undefined) return resource.methods.size > 0 ? { resource, pathParameters } : null;
  const fixed = resource.children.get(part);
  const isFixed = fixed && !part.startsWith('{');
  const found = isFixed ? descend(fixed, rest, pathParameters) : null;
  if (found) return found;
  for (const [name, child] of resource.children) {
    const parameter = /^\{(\w+)\}$/.exec(name)?.[1];
    // "Path parameters must have a value": an empty part is none.
    if (parameter === undefined || part === '') continue;
    const route = descend(child, rest, { ...pathParameters, [parameter]: decode(part) });
    if (route) return route;
  }
  for (const [name, child] of resource.children) {
    const greedy = /^\{(\w+)\+\}$/.exec(name)?.[1];
    if (greedy === undefined) continue;
    return { resource: child, pathParameters: { ...pathParameters, [greedy]: decode(parts.join('/')) } };
  }
  return null;
}

/** An escape that is none stays as it is, and so finds nothing. What API Gateway does with one isn't documented. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
