import { ALL_ENDPOINTS, type Endpoint, TAGS } from './endpoints.ts';
import examples from './examples.json' with { type: 'json' };
import { schemaReference, schemas } from './openapi-schemas.ts';

const DESCRIPTION = `
Precomputed statistics of The Movies Dataset by release year, genre and production company: budgets, revenues, profits,
popularity, votes and releases. Everything is a static JSON document, made anew when a month's data arrives.

**First use.** \`GET /v1/\` lists every path, \`GET /v1/stats\` has the measures over all movies, and from there every list
leads to its entries: \`/v1/stats/year\` to \`/v1/stats/year/1995\`, \`/v1/stats/genre\` to \`/v1/stats/genre/drama\`. There are
no parameters but those in the path; a query changes nothing.

**Aliases.** Every path under \`/v1/stats\` is also served under \`/stats\`, with the same documents and without a redirect:
\`/stats/year\` is \`/v1/stats/year\`.

**Measures.** The same block of measures stands wherever a group of movies does. Money is in US dollars as the dataset gives
it. There 0 means unknown: \`total_profit\` compares all budgets with all revenues, \`known_profit\` only those of movies that
have both. Averages are null where there is nothing to average. Whole numbers are exact, and may be larger than 2^53.

**Caching.** Every document has an ETag that changes only when the document does; send it as \`If-None-Match\` to get a 304
without a body. Any page may read the API (CORS), and answers are compressed for those who accept gzip.

**Errors** are \`application/problem+json\` as RFC 9457 describes. Known paths answer GET, HEAD and OPTIONS, and every other
method with 405 and \`Allow\`; whatever else is asked for is a 404.

**Access.** The API is open unless whoever runs it asks for credentials: a token (\`Authorization: Bearer\`), a signature of AWS or
a key (\`X-Api-Key\`). Then requests without them get 401 or 403, and documents are \`private\`, so that no shared cache keeps them.

**Promise.** \`/v1\` only ever gains: paths and fields may be added, none will go or change its meaning.
`.trim();

/** The API as OpenAPI 3.1, from the registry of endpoints and the schemas that every document is checked with. */
export function openApi(): { openapi: '3.1.0' } & Record<string, unknown> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Movie statistics',
      version: '1',
      summary: 'Movies in figures, by release year, genre and production company.',
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    // Relative to where this document is, because a stage of API Gateway has its own name before /v1.
    servers: [{ url: '..', description: 'Where this document comes from.' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(ALL_ENDPOINTS.map((endpoint) => [endpoint.path, pathItem(endpoint)])),
    components: { schemas: { Problem: problem, ...schemas() }, headers, responses },
  };
}

const problem = {
  type: 'object',
  description: 'An error, as RFC 9457 says.',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', description: 'about:blank: the title says all.' },
    title: { type: 'string', description: 'The name of the status.' },
    status: { type: 'integer', description: 'The HTTP status.' },
    detail: { type: 'string', description: 'What is wrong, and what to do.' },
  },
};

const text = (description: string) => ({ description, schema: { type: 'string' } });

const headers = {
  ETag: text('Changes only when the document does.'),
  'Cache-Control': text(
    'public, max-age=300: a document may be kept for five minutes; private instead where credentials are asked for.',
  ),
};

const problemResponse = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const responses = {
  NotModified: {
    description: 'The document is still the one that If-None-Match names.',
    headers: headerReferences(),
  },
  BadRequest: problemResponse('The request could not be understood.'),
  Unauthorized: problemResponse(
    'This service was set up to ask for credentials, and the request lacks them.',
  ),
  Forbidden: problemResponse('Access denied.'),
  NotFound: problemResponse('There is no such document.'),
  UnsupportedMediaType: problemResponse('The request has a body of an unsupported type; send no body.'),
  TooManyRequests: problemResponse('Too many requests; try again in a few seconds.'),
  InternalServerError: problemResponse('The document could not be read; try again later.'),
  GatewayTimeout: problemResponse('The storage did not answer in time; try again.'),
};

const RESPONSE_OF_STATUS = {
  304: 'NotModified',
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  415: 'UnsupportedMediaType',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  504: 'GatewayTimeout',
} as const satisfies Record<number, keyof typeof responses>;

function headerReferences(): object {
  return Object.fromEntries(
    Object.keys(headers).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
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
          schema: parameter.values
            ? { type: 'string', enum: parameter.values }
            : { type: 'string', pattern: parameter.pattern.source },
          example: endpoint.example.split('/').at(-1),
        },
      ],
    }),
    get: operation(endpoint, endpoint.name, true),
    head: operation(endpoint, `${endpoint.name}Head`, false),
  };
}

function operation(endpoint: Endpoint, operationId: string, withBody: boolean): object {
  const { summary, description, tag, name } = endpoint;
  return {
    operationId,
    tags: [tag],
    summary: withBody ? summary : `${summary}: headers alone`,
    description,
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
        description: summary,
        headers: headerReferences(),
        ...(withBody && {
          content: {
            'application/json': {
              schema: schemaReference(endpoint),
              example: (examples as Readonly<Record<string, unknown>>)[name],
            },
          },
        }),
      },
      ...Object.fromEntries(
        Object.entries(RESPONSE_OF_STATUS).map(([status, response]) => [
          status,
          { $ref: `#/components/responses/${response}` },
        ]),
      ),
    },
  };
}
