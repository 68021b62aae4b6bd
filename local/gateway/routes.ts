import { InvalidTemplateError } from '../template/errors.ts';
import { type Template, theOnly } from '../template/template.ts';

/** A path of the API with its methods. */
export interface ApiResource<Method> {
  /** `/v1/stats/year/{year}` */
  readonly path: string;
  readonly methods: Map<string, Method>;
  /** By path part as in the template: `stats`, `{year}`, `{proxy+}`. */
  readonly children: Map<string, ApiResource<Method>>;
}

/** The resource of a request's path. Parameter values are decoded. */
export interface Route<Method> {
  readonly resource: ApiResource<Method>;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** The template's resources as a tree, by logical id. The root has the id of the API. */
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
      throw new InvalidTemplateError(`The parent of the resource ${lost?.logicalId} is not in the template.`);
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
 * Finds the most specific resource of a path. At every level the precedence is: fixed part, `{parameter}`, `{proxy+}`. If a
 * branch has no match, the next one is tried. The path is split before it is decoded, so that `%2F` is not a separator. A
 * trailing slash is ignored, but an empty part within the path counts as a part.
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
    // A path parameter does not match an empty part.
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

/** Leaves an invalid escape sequence as it is. API Gateway's behaviour is not documented. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
