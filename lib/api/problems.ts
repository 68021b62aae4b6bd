import { ALL_ENDPOINTS, ENDPOINTS, type Endpoint } from '../../model/api/endpoints.ts';

/** One kind of error (RFC 9457). It never contains parts of the request. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/** The errors of the API. Their texts are literals without template syntax. */
export const PROBLEMS = {
  badRequest: { status: 400, title: 'Bad Request', detail: 'The request could not be understood.' },
  unauthorized: { status: 401, title: 'Unauthorized', detail: 'The request lacks valid credentials.' },
  invalidToken: {
    status: 401,
    title: 'Unauthorized',
    detail: 'The token is not valid: it may have expired or be issued for another audience.',
  },
  forbidden: { status: 403, title: 'Forbidden', detail: 'Access denied.' },
  notFound: {
    status: 404,
    title: 'Not Found',
    detail: 'No resource has this path; /v1/ lists every path of the API.',
  },
  methodNotAllowed: {
    status: 405,
    title: 'Method Not Allowed',
    detail: 'This resource is read-only: use GET, HEAD or OPTIONS.',
  },
  tooLarge: { status: 413, title: 'Content Too Large', detail: 'The request is too large.' },
  unsupportedMediaType: {
    status: 415,
    title: 'Unsupported Media Type',
    detail: 'The request has a body of an unsupported type; send no body.',
  },
  tooManyRequests: {
    status: 429,
    title: 'Too Many Requests',
    detail: 'Too many requests; try again in a few seconds.',
  },
  quotaExceeded: {
    status: 429,
    title: 'Too Many Requests',
    detail: 'The API key has exceeded its monthly quota.',
  },
  internal: {
    status: 500,
    title: 'Internal Server Error',
    detail: 'The document could not be read; try again later.',
  },
  timeout: {
    status: 504,
    title: 'Gateway Timeout',
    detail: 'Upstream storage timed out; try again.',
  },
} as const satisfies Record<string, Problem>;

/** Returns the 404 of an endpoint. It states the possible values of the parameter and the document that lists them. */
export function missingDocument({ path, parameter }: Endpoint): Problem {
  const { status, title } = PROBLEMS.notFound;
  if (parameter === undefined) {
    return { status, title, detail: 'The API has not published this document; /v1/ lists every path.' };
  }
  const list = ALL_ENDPOINTS.map((endpoint) => endpoint.path)
    .filter((other) => !other.includes('{') && path.startsWith(`${other}/`))
    .reduce((longest, other) => (other.length > longest.length ? other : longest), ENDPOINTS.index.path);
  const rule = parameter.name === 'slug' ? SLUG_RULE : parameter.description;
  return {
    status,
    title,
    detail: `No document has this ${parameter.name}. ${rule} See ${list}.`,
  };
}

const SLUG_RULE =
  'A slug is the name in lower case, with every run of characters other than a-z and 0-9 replaced by a hyphen: science-fiction.';

/** The media type of RFC 9457. */
export const PROBLEM_TYPE = 'application/problem+json';

/** The body of an error. */
export function problemBody({ status, title, detail }: Problem): string {
  return JSON.stringify({ type: 'about:blank', title, status, detail });
}
