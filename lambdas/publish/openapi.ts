import { z } from 'zod';
import { ALL_ENDPOINTS, type Endpoint } from '../../model/endpoints.ts';

const problem = {
  type: 'object',
  description: 'An error, as RFC 9457 says.',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
  },
};

const problemResponse = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const documentHeaders = {
  ETag: { description: 'Changes only when the document does.', schema: { type: 'string' } },
  'Cache-Control': { schema: { type: 'string', const: 'public, max-age=300' } },
};

/** The API as OpenAPI 3.1, from the registry of endpoints and the schemas that every document is checked with. */
export function openApi(): { openapi: '3.1.0' } & Record<string, unknown> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Movie statistics',
      version: '1',
      description:
        'Precomputed statistics of The Movies Dataset by release year, genre and production company. Money is in US dollars as the dataset gives it; 0 means unknown there.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(ALL_ENDPOINTS.map((endpoint) => [endpoint.path, pathItem(endpoint)])),
    components: {
      schemas: {
        Problem: problem,
        ...Object.fromEntries(ALL_ENDPOINTS.map((endpoint) => [schemaName(endpoint), schemaOf(endpoint)])),
      },
    },
  };
}

const schemaName = ({ name }: Endpoint): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** As input: readers must bear fields that they don't know yet, because v1 only gains. */
function schemaOf({ document }: Endpoint): object {
  const { $schema: _, ...schema } = z.toJSONSchema(document, { unrepresentable: 'any', io: 'input' });
  return schema;
}

function pathItem(endpoint: Endpoint): object {
  const { parameter } = endpoint;
  return {
    ...(parameter && {
      parameters: [
        {
          name: parameter.name,
          in: 'path',
          required: true,
          description: parameter.description,
          schema: { type: 'string', pattern: parameter.pattern.source },
          example: endpoint.example.split('/').at(-1),
        },
      ],
    }),
    get: operation(endpoint, endpoint.name, true),
    head: operation(endpoint, `${endpoint.name}Head`, false),
  };
}

function operation(endpoint: Endpoint, operationId: string, withBody: boolean): object {
  return {
    operationId,
    summary: endpoint.summary,
    description: endpoint.description,
    parameters: [
      {
        name: 'If-None-Match',
        in: 'header',
        description: 'An ETag: answers 304 while it is current.',
        schema: { type: 'string' },
      },
    ],
    responses: {
      200: {
        description: endpoint.summary,
        headers: documentHeaders,
        ...(withBody && {
          content: {
            'application/json': { schema: { $ref: `#/components/schemas/${schemaName(endpoint)}` } },
          },
        }),
      },
      304: { description: 'The document is the one that If-None-Match names.' },
      404: problemResponse('There is no such document.'),
      429: problemResponse('Too many requests; try again later.'),
      500: problemResponse('The document could not be read.'),
    },
  };
}
