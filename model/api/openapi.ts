import { ALL_ENDPOINTS, type Endpoint, TAGS } from './endpoints.ts';
import examples from './examples.json' with { type: 'json' };
import { schemaReference, schemas } from './openapi-schemas.ts';

const DESCRIPTION = `
Precomputed statistics of The Movies Dataset by release year, genre and production company: budgets, revenues, profits,
popularity, votes and releases. Every document is static JSON, computed again when a month's data arrive.

**First use.** \`GET /v1/\` lists every path. \`GET /v1/stats\` has the measures over all movies and links to the lists. Every list leads
to its entries: \`/v1/stats/year\` to \`/v1/stats/year/1995\`, \`/v1/stats/genre\` to \`/v1/stats/genre/drama\`. All parameters are
in the path; query strings are ignored.

**Aliases.** Every path under \`/v1/stats\` is also served under \`/stats\`, with the same documents and without a redirect:
\`/stats/year\` is \`/v1/stats/year\`.

**Measures.** Every group of movies has the same block of measures. Money is in US dollars as the dataset gives it. 0 means unknown:
\`total_profit\` includes such movies, \`known_profit\` includes only movies whose budget and revenue are both known. Averages over
nothing are null. Whole numbers are exact and can be larger than 2^53.

**Caching.** Every document has an ETag that changes only with the document; send it as \`If-None-Match\` to get a 304 without a
body. Every web page may read the API (CORS), and responses are gzipped for clients that accept it.

**Errors** are \`application/problem+json\` as RFC 9457 describes. Known paths answer GET, HEAD and OPTIONS, and every other
method with 405 and \`Allow\`; unknown paths are a 404.

**Access.** The API is public unless the operator requires credentials: a token (\`Authorization: Bearer\`), an AWS signature or a
key (\`X-Api-Key\`). Then requests without them get 401 or 403, and documents are \`private\`, so that shared caches don't keep them.

**Promise.** \`/v1\` only gains: paths and fields can be added; none is removed or changes its meaning.
`.trim();

/** The API as OpenAPI 3.1, made from the endpoints and the schemas of their documents. */
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
  description: 'An error as RFC 9457 defines it.',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string', description: 'about:blank: the title describes the problem.' },
    title: { type: 'string', description: 'The name of the status.' },
    status: { type: 'integer', description: 'The HTTP status.' },
    detail: { type: 'string', description: 'The cause and what to do.' },
  },
};

const text = (description: string) => ({ description, schema: { type: 'string' } });

const headers = {
  ETag: text('Changes only with the document.'),
  'Cache-Control': text(
    'public, max-age=300: a document can be cached for five minutes; private if the operator requires credentials.',
  ),
};

const problemResponse = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const responses = {
  NotModified: {
    description: 'The document still has the ETag in If-None-Match.',
    headers: headerReferences(),
  },
  BadRequest: problemResponse('The request is malformed.'),
  Unauthorized: problemResponse('The operator requires credentials, and the request has none.'),
  Forbidden: problemResponse('Access denied.'),
  NotFound: problemResponse('The document does not exist.'),
  UnsupportedMediaType: problemResponse('The request has a body of an unsupported type; send no body.'),
  TooManyRequests: problemResponse('Too many requests; try again in a few seconds.'),
  InternalServerError: problemResponse('The document could not be read; try again later.'),
  GatewayTimeout: problemResponse('The storage timed out; try again.'),
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
        description: 'An ETag; the response is 304 while it is current.',
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
