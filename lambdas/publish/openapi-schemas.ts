import { z } from 'zod';
import { ALL_ENDPOINTS, type Endpoint } from '../../model/endpoints.ts';
import { components } from '../../model/fields.ts';
import { measures } from '../../model/measures.ts';

/** The schemas of OpenAPI: those that documents share by their own names, and every endpoint's document by the endpoint's. */

const REFERENCE = '#/components/schemas/';

for (const { name, document } of ALL_ENDPOINTS) {
  if (!components.has(document))
    components.add(document, { id: `${name.charAt(0).toUpperCase()}${name.slice(1)}` });
}

/** Where an endpoint's document is described. */
export function schemaReference({ document }: Endpoint): { readonly $ref: string } {
  return { $ref: `${REFERENCE}${components.get(document)!.id}` };
}

/** Every schema by its name. As input: readers must bear fields that they don't know yet, because v1 only gains. */
export function schemas(): Record<string, object> {
  const made = z.toJSONSchema(components, {
    uri: (name) => `${REFERENCE}${name}`,
    unrepresentable: 'any',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodObject && hasMeasures(zodSchema)) referToMeasures(jsonSchema);
    },
  });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}

type JsonObject = { properties?: object; required?: string[]; allOf?: object[] };

/** Whether an object holds the flat block beside fields of its own. */
function hasMeasures({ shape }: z.ZodObject): boolean {
  const own = Object.keys(shape).length > Object.keys(measures.shape).length;
  return own && Object.entries(measures.shape).every(([field, schema]) => shape[field] === schema);
}

/** Names the flat block rather than repeat its fields. */
function referToMeasures(schema: JsonObject): void {
  const isOwn = (field: string): boolean => !(field in measures.shape);
  const properties = Object.fromEntries(Object.entries(schema.properties!).filter(([field]) => isOwn(field)));
  const required = schema.required!.filter(isOwn);
  schema.allOf = [{ $ref: `${REFERENCE}Measures` }, { type: 'object', properties, required }];
  delete schema.properties;
  delete schema.required;
}
