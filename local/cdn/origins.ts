import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { S3Integration } from '../gateway/s3-integration.ts';
import type { Headers } from './response-headers.ts';

/** What an origin is asked. */
export interface OriginRequest {
  readonly method: string;
  /** Still encoded. */
  readonly path: string;
  readonly headers: Headers;
  /** The viewer's request, for its body; null where there is none to send. */
  readonly body: IncomingMessage | null;
}

/** What an origin has answered. */
export interface OriginAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Asks an origin. Rejects where it can't be reached. */
export type Origin = (request: OriginRequest) => Promise<OriginAnswer>;

/**
 * A bucket, read by the distribution's own signature. "If you don't have s3:ListBucket permission, S3 returns 403" for what
 * isn't there, and a distribution has none.
 */
export function s3Origin(s3: S3Integration, bucket: string): Origin {
  // S3 has one form of every object, and this server doesn't see the header as it was signed.
  return async ({ method, path, headers: { 'accept-encoding': _, ...headers } }) => {
    const key = decodeKey(path.slice(1));
    if (key === null) return { status: 400, headers: {}, body: Buffer.alloc(0) };
    const answer = await s3.call({ method, path: `${bucket}/${key}`, headers, querystring: {} });
    return {
      status: answer.status === 404 ? 403 : answer.status,
      headers: pick(answer.headers, FROM_S3),
      body: answer.body,
    };
  };
}

/** What S3 says of an object; the local server has headers of its own beside it. */
const FROM_S3 = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'last-modified',
];

function decodeKey(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** An HTTP server that has the paths as they come. */
export function httpOrigin(url: string): { ask: Origin; close(): void } {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  const ask: Origin = (request) =>
    new Promise((resolve, reject) => {
      const { method, path, headers, body } = request;
      const asked = httpRequest({ agent, hostname, port, method, path, headers }, (response) => {
        // An answer may come before all of a body has been sent; the rest is nobody's any more.
        body?.unpipe(asked);
        buffer(response).then(
          (content) =>
            resolve({
              status: response.statusCode!,
              headers: pick(response.headers, Object.keys(response.headers).filter(isEndToEnd)),
              body: content,
            }),
          reject,
        );
      });
      asked.once('error', (error: NodeJS.ErrnoException) => {
        // The server closed an idle connection at the moment it was used again: nothing was answered, so ask anew.
        if (asked.reusedSocket && error.code === 'ECONNRESET' && body === null) resolve(ask(request));
        else reject(error);
      });
      if (!body) {
        asked.end();
        return;
      }
      body.pipe(asked);
      // A viewer that has gone leaves nothing waiting for the rest.
      body.once('close', () => {
        if (!body.complete) asked.destroy();
      });
    });
  return { ask, close: () => agent.destroy() };
}

/** RFC 9110, 7.6.1: what is about one connection alone. */
const isEndToEnd = (name: string): boolean =>
  !['connection', 'date', 'keep-alive', 'transfer-encoding', 'upgrade'].includes(name);

function pick(headers: IncomingMessage['headers'], names: readonly string[]): Headers {
  return Object.fromEntries(
    names.filter((name) => headers[name] !== undefined).map((name) => [name, String(headers[name])]),
  );
}
