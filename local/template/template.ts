import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InvalidTemplateError, UnsupportedPropertyError, UnsupportedResourceError } from './errors.ts';
import { LOCAL_ACCOUNT, LOCAL_PARTITION, LOCAL_REGION, type ResourceId } from './ids.ts';
import { type References, resolveIntrinsics } from './intrinsics.ts';
import { CDK_FUNCTIONS, RESOURCE_TYPES } from './resource-types.ts';

type Properties = Readonly<Record<string, unknown>>;

/** A resource that the local stack runs, with resolved intrinsic functions. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  /** The value of `Ref`. */
  readonly ref: string;
  readonly arn: string | undefined;
  readonly properties: Properties;
  readonly metadata: Properties;
}

/** A resolved CloudFormation template. */
export interface Template {
  readonly stackName: string;
  /** The base folder of asset paths. */
  readonly folder: string;
  /** The resources of a type, in the template's order. */
  of(type: string): readonly Resource[];
  /** The value of an output. @throws InvalidTemplateError if there is none */
  output(name: string): string;
}

/** The parts of a template file that the local stack reads. */
export interface TemplateFile {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties?: Properties;
        readonly Metadata?: Properties;
        readonly Condition?: string;
      }
    >
  >;
}

/** Reads a template file of the CDK. @throws as {@link readTemplate} */
export function loadTemplate(file: string): Template {
  const stackName = basename(file).replace('.template.json', '');
  return readTemplate(JSON.parse(readFileSync(file, 'utf8')) as TemplateFile, stackName, dirname(file));
}

/**
 * Resolves a template and checks that each resource is either run or known to be inert locally.
 * @throws UnsupportedResourceError, UnsupportedPropertyError, InvalidTemplateError
 */
export function readTemplate(file: TemplateFile, stackName: string, folder: string): Template {
  const references = referencesOf(file, stackName);
  const resources = Object.entries(file.Resources).flatMap(([logicalId, resource]): Resource[] => {
    const {
      Type: type,
      Properties: properties = {},
      Metadata: metadata = {},
      Condition: condition,
    } = resource;
    const definition = RESOURCE_TYPES[type];
    if (!definition) throw new UnsupportedResourceError(logicalId, type);
    if (condition !== undefined) throw new UnsupportedPropertyError(logicalId, type, 'a Condition');
    if (definition.here === 'inert' || isFunctionOfTheCdk(logicalId, type)) return [];
    const { honoured = [], inert = [] } = definition.properties ?? {};
    const unknown = Object.keys(properties).find((name) => !honoured.includes(name) && !inert.includes(name));
    if (unknown !== undefined) throw new UnsupportedPropertyError(logicalId, type, `the property ${unknown}`);
    const read = Object.fromEntries(Object.entries(properties).filter(([name]) => honoured.includes(name)));
    return [
      {
        logicalId,
        type,
        ref: references.ref(logicalId)!,
        arn: references.attribute(logicalId, 'Arn'),
        properties: resolveIntrinsics(read, references, logicalId) as Properties,
        metadata,
      },
    ];
  });
  return {
    stackName,
    folder,
    of: (type) => resources.filter((resource) => resource.type === type),
    output(name) {
      const output = file.Outputs?.[name];
      if (output) return String(resolveIntrinsics(output.Value, references, `the output ${name}`));
      throw new InvalidTemplateError(`The template has no output ${name}; the local stack needs it.`);
    },
  };
}

const isFunctionOfTheCdk = (logicalId: string, type: string): boolean =>
  type === 'AWS::Lambda::Function' && CDK_FUNCTIONS.some((own) => own.logicalId.test(logicalId));

/** The only resource of a type. @throws InvalidTemplateError if there is none or more than one */
export function theOnly(template: Template, type: string): Resource {
  const [only, ...others] = template.of(type);
  if (only && others.length === 0) return only;
  throw new InvalidTemplateError(
    `The template has ${only ? others.length + 1 : 'no'} ${type}; the local stack runs exactly one.`,
  );
}

/** The bundle folder of a function, from the metadata that the CDK writes for tools. */
export function assetFolder(template: Template, { logicalId, metadata }: Resource): string {
  const path = metadata['aws:asset:path'];
  if (typeof path !== 'string') {
    throw new InvalidTemplateError(`${logicalId} has no bundle (Metadata aws:asset:path).`);
  }
  return join(template.folder, path);
}

function referencesOf(file: TemplateFile, stackName: string): References {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': LOCAL_ACCOUNT,
    'AWS::Partition': LOCAL_PARTITION,
    'AWS::Region': LOCAL_REGION,
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:${LOCAL_PARTITION}:cloudformation:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stack/${stackName}/local`,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const idOf = (logicalId: string): [ResourceId, (typeof RESOURCE_TYPES)[string]] | undefined => {
    const resource = file.Resources[logicalId];
    if (!resource) return undefined;
    const definition = RESOURCE_TYPES[resource.Type];
    if (!definition) throw new UnsupportedResourceError(logicalId, resource.Type);
    return [{ stackName, logicalId, properties: resource.Properties ?? {} }, definition];
  };
  return {
    ref(name) {
      const standard = pseudo[name] ?? file.Parameters?.[name]?.Default;
      if (standard !== undefined) return String(standard);
      const [id, definition] = idOf(name) ?? [];
      return id && (definition?.ref?.(id) ?? id.logicalId);
    },
    attribute(logicalId, attribute) {
      const [id, definition] = idOf(logicalId) ?? [];
      return id && definition?.attributes?.[attribute]?.(id);
    },
  };
}
