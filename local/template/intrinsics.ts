import { InvalidTemplateError } from './errors.ts';

/** Resolves references of the template. */
export interface References {
  /** `Ref` of a parameter, pseudo parameter or resource; undefined if there is none of that name. */
  ref(name: string): string | undefined;
  /** `Fn::GetAtt`; undefined if the resource or attribute is unknown. */
  attribute(logicalId: string, attribute: string): string | undefined;
}

/** Marks values that `AWS::NoValue` removes. */
const NO_VALUE = Symbol('AWS::NoValue');

/**
 * Resolves the intrinsic functions in a value of the template and removes properties that are `AWS::NoValue`.
 * @throws InvalidTemplateError naming the function and its place in the template
 */
export function resolveIntrinsics(value: unknown, references: References, at: string): unknown {
  const resolved = resolve(value, references, at);
  return resolved === NO_VALUE ? undefined : resolved;
}

function resolve(value: unknown, references: References, at: string): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item, index) => resolve(item, references, `${at}[${index}]`))
      .filter((item) => item !== NO_VALUE);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (
    entries.length === 1 &&
    name !== undefined &&
    (name === 'Ref' || name.startsWith('Fn::') || name === 'Condition')
  ) {
    const intrinsic = INTRINSICS[name];
    if (!intrinsic) throw new InvalidTemplateError(`${at} uses ${name}, which is not supported.`);
    return intrinsic(argument, references, at);
  }
  const resolved = entries.map(([key, item]) => [key, resolve(item, references, `${at}.${key}`)] as const);
  return Object.fromEntries(resolved.filter(([, item]) => item !== NO_VALUE));
}

type Intrinsic = (argument: unknown, references: References, at: string) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, references, at) =>
    name === 'AWS::NoValue' ? NO_VALUE : known(references.ref(text(name, at)), `Ref to ${name}`, at),
  'Fn::GetAtt': (argument, references, at) => {
    const [logicalId = '', ...path] = typeof argument === 'string' ? argument.split('.') : list(argument, at);
    return getAttribute(text(logicalId, at), path.join('.'), references, at);
  },
  'Fn::Join': (argument, references, at) => {
    const [separator, items] = list(argument, at);
    return list(resolve(items, references, at), at)
      .map((item) => text(item, at))
      .join(text(separator, at));
  },
  'Fn::Sub': (argument, references, at) => {
    const [template, own] = typeof argument === 'string' ? [argument, {}] : list(argument, at);
    const variables = resolve(own, references, at) as Record<string, unknown>;
    return text(template, at).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(variables, name)) return text(variables[name], at);
      const [logicalId = '', ...path] = name.split('.');
      if (path.length > 0) return getAttribute(logicalId, path.join('.'), references, at);
      return known(references.ref(name), `Fn::Sub of ${name}`, at);
    });
  },
  'Fn::Select': (argument, references, at) => {
    const [index, items] = list(argument, at);
    const all = list(resolve(items, references, at), at);
    if (!(Number(index) in all))
      throw new InvalidTemplateError(`${at} selects item ${index} of ${all.length}.`);
    return all[Number(index)];
  },
  'Fn::Split': (argument, references, at) => {
    const [separator, joined] = list(argument, at);
    return text(resolve(joined, references, at), at).split(text(separator, at));
  },
};

function getAttribute(logicalId: string, attribute: string, references: References, at: string): string {
  return known(references.attribute(logicalId, attribute), `Fn::GetAtt of ${logicalId}.${attribute}`, at);
}

function known(value: string | undefined, what: string, at: string): string {
  if (value === undefined) throw new InvalidTemplateError(`${at} has a ${what}, which is unknown.`);
  return value;
}

function list(value: unknown, at: string): unknown[] {
  if (!Array.isArray(value))
    throw new InvalidTemplateError(`${at} has ${JSON.stringify(value)} instead of a list.`);
  return value;
}

function text(value: unknown, at: string): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new InvalidTemplateError(`${at} has ${JSON.stringify(value)} instead of a string.`);
}
