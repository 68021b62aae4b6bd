import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

interface Operation {
  readonly tags: readonly string[];
  readonly description: string;
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly content?: {
          readonly 'application/json': {
            readonly schema: { readonly $ref: string };
            readonly example: unknown;
          };
        };
      }
    >
  >;
}

/** The parts of an OpenAPI document that the checks use. */
export interface OpenApi {
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<
    Record<
      string,
      { readonly get: Operation; readonly head: Operation; readonly parameters?: readonly Parameter[] }
    >
  >;
}

interface Parameter {
  readonly name: string;
  readonly schema: { readonly pattern?: string; readonly enum?: readonly string[] };
}

/** Validates documents against the schemas of their paths. */
export interface DocumentChecks {
  /** The faults of the document of a path; empty if it matches its schema. */
  faultsOf(path: string, document: unknown): string[];
}

/** Compiles the schemas of an OpenAPI document: JSON Schema 2020-12, in strict mode. */
export function documentChecks(openapi: OpenApi): DocumentChecks {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
  formats.default(ajv);
  ajv.addVocabulary(['openapi', 'info', 'servers', 'tags', 'paths', 'components']);
  ajv.addSchema(openapi, 'openapi');
  const kinds = Object.entries(openapi.paths).map(([template, { get, parameters = [] }]) => ({
    template,
    answers: pathPattern(template, parameters),
    check: ajv.getSchema(
      `openapi${get.responses[200]!.content!['application/json'].schema.$ref}`,
    ) as ValidateFunction,
  }));
  return {
    faultsOf(path, document) {
      // In OpenAPI, a path without parameters has precedence.
      const found = kinds.filter(({ answers }) => answers.test(path));
      const kind = found.find(({ template }) => template === path) ?? found[0];
      if (kind === undefined) return [`${path}: it matches no path of OpenAPI`];
      if (kind.check(document)) return [];
      return kind.check.errors!.map(({ instancePath, message }) => `${path} ${instancePath} ${message}`);
    },
  };
}

function pathPattern(template: string, parameters: readonly Parameter[]): RegExp {
  const source = template.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const { pattern, enum: values } = parameters.find((parameter) => parameter.name === name)!.schema;
    return values ? `(?:${values.join('|')})` : `(?:${pattern!.replaceAll(/^\^|\$$/g, '')})`;
  });
  return new RegExp(`^${source}$`);
}
