import { z } from 'zod';
import { ALL_ENDPOINTS, type Endpoint } from './endpoints.ts';
import { components, genreName } from './fields.ts';
import { measures } from './measures.ts';

/** The schemas of OpenAPI: shared blocks under their own names, and every document under its endpoint's name. */

const REFERENCE = '#/components/schemas/';

for (const { name, document } of ALL_ENDPOINTS) {
  if (!components.has(document))
    components.add(document, { id: `${name.charAt(0).toUpperCase()}${name.slice(1)}` });
}

/** The reference to the schema of an endpoint's document. */
export function schemaReference({ document }: Endpoint): { readonly $ref: string } {
  return { $ref: `${REFERENCE}${components.get(document)!.id}` };
}

/** All schemas by name. They are made from zod's input form, which allows unknown fields, because v1 may add fields. */
export function schemas(): Record<string, object> {
  const made = z.toJSONSchema(components, {
    uri: (name) => `${REFERENCE}${name}`,
    unrepresentable: 'any',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodObject) referToBlocks(zodSchema, jsonSchema);
    },
  });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}

/** The blocks of fields that are part of many objects. */
const BLOCKS = [genreName, measures];

type JsonObject = { type?: unknown; properties?: object; required?: string[]; allOf?: object[] };

/** Replaces the fields of blocks in an object with references to the blocks. */
function referToBlocks({ shape }: z.ZodObject, schema: JsonObject): void {
  const size = Object.keys(shape).length;
  const held = BLOCKS.filter((block) => {
    const fields = Object.entries(block.shape);
    return fields.length < size && fields.every(([field, fieldSchema]) => shape[field] === fieldSchema);
  });
  if (held.length === 0) return;
  const isOwn = (field: string): boolean => !held.some((block) => field in block.shape);
  const properties = Object.entries(schema.properties!).filter(([field]) => isOwn(field));
  schema.allOf = held.map((block) => ({ $ref: `${REFERENCE}${components.get(block)!.id}` }));
  if (properties.length > 0) {
    const required = schema.required!.filter(isOwn);
    schema.allOf.push({ type: 'object', properties: Object.fromEntries(properties), required });
  }
  delete schema.type;
  delete schema.properties;
  delete schema.required;
}
