import type { IncomingMessage, ServerResponse } from 'node:http';
import { compressAnswer, normalizeAcceptEncoding } from './compression.ts';
import type { Behaviour, Distribution, OriginId } from './distribution.ts';
import { EdgeFunctionError } from './edge-function.ts';
import type { Origin, OriginAnswer, OriginRequest } from './origins.ts';
import { matchesPattern, normalizePath, parseRequestTarget } from './paths.ts';
import type { Headers } from './response-headers.ts';

export interface CdnOptions {
  readonly distribution: Distribution;
  readonly originOf: (id: OriginId) => Origin;
}

/** Serves one request as CloudFront does, without a cache: every request reaches its origin. */
export type Cdn = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** An error response of CloudFront itself. The message is shown on its page. */
class CloudFrontError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The viewer's headers that are forwarded to an origin by default. */
const FORWARDED = [
  'cache-control',
  'content-length',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
  'transfer-encoding',
];

/** "CloudFront fails over only when the HTTP method of the viewer request is GET, HEAD, or OPTIONS." */
const FAILS_OVER = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Creates the distribution. */
export function createCdn({ distribution, originOf }: CdnOptions): Cdn {
  const behaviours = distribution.behaviours.map((behaviour) => ({
    behaviour,
    origin: originOf(behaviour.origin),
    fallback: behaviour.fallback && originOf(behaviour.fallback.origin),
  }));

  async function answer(request: IncomingMessage): Promise<OriginAnswer> {
    const target = parseRequestTarget(request.url!);
    if (!target) throw new CloudFrontError(400, 'The request has no path.');
    const normalized = normalizePath(target.path);
    const { behaviour, origin, fallback } = behaviours.find((one) =>
      matchesPattern(one.behaviour.pattern, normalized),
    )!;
    const method = request.method!;
    if (!behaviour.methods.has(method)) {
      throw new CloudFrontError(403, 'This distribution is not configured to allow the HTTP request method.');
    }
    const hasBody =
      Number(request.headers['content-length'] ?? 0) > 0 || 'transfer-encoding' in request.headers;
    if (hasBody && method === 'GET') throw new CloudFrontError(403, 'A GET request has no body.');

    const headers = headersOf(request);
    const edge = askFunction(behaviour, {
      method,
      ...target,
      headers,
      ip: request.socket.remoteAddress ?? '',
    });
    if ('status' in edge) return edge;
    const acceptEncoding = normalizeAcceptEncoding(headers['accept-encoding'], behaviour.codings);
    const asked: OriginRequest = {
      method,
      path: edge.uri,
      headers: {
        ...Object.fromEntries(Object.entries(headers).filter(([name]) => FORWARDED.includes(name))),
        ...(acceptEncoding !== undefined && { 'accept-encoding': acceptEncoding }),
        'user-agent': 'Amazon CloudFront',
      },
      body: hasBody ? request : null,
    };
    let answered = await origin(asked);
    if (fallback && behaviour.fallback!.statuses.has(answered.status) && FAILS_OVER.has(method)) {
      answered = await fallback(asked);
    }
    if (behaviour.compress && method === 'GET') answered = await compressAnswer(answered, acceptEncoding);
    return {
      ...answered,
      headers: behaviour.responseHeaders?.(answered.headers, headers) ?? answered.headers,
    };
  }

  return async (request, response) => {
    let answered: OriginAnswer;
    try {
      answered = await answer(request);
    } catch (error) {
      answered = errorAnswer(error as Error);
    }
    send(request, response, answered);
  };
}

function askFunction(
  { edgeFunction }: Behaviour,
  { path, ...request }: { method: string; path: string; query: string; headers: Headers; ip: string },
): ReturnType<NonNullable<Behaviour['edgeFunction']>> {
  return edgeFunction ? edgeFunction({ ...request, uri: path }) : { uri: path };
}

const headersOf = ({ headers }: IncomingMessage): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** CloudFront's own error page: 503 if a function fails, 502 if an origin cannot be reached. */
function errorAnswer(error: Error): OriginAnswer {
  const status =
    error instanceof CloudFrontError ? error.status : error instanceof EdgeFunctionError ? 503 : 502;
  const body = Buffer.from(
    `<!doctype html><title>ERROR: The request could not be satisfied</title>${error.message}\n`,
  );
  return { status, headers: { 'content-type': 'text/html', server: 'CloudFront' }, body };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: OriginAnswer,
): void {
  const hasBody = request.method !== 'HEAD' && status !== 204 && status !== 304;
  response.writeHead(status, {
    ...headers,
    ...(hasBody && { 'content-length': body.byteLength }),
    // Does not wait for the rest of a request body that the response did not need.
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(hasBody ? body : undefined);
}
