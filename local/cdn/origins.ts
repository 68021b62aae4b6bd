import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { S3Integration } from '../gateway/s3-integration.ts';
import type { Headers } from './response-headers.ts';

/** A request to an origin. */
export interface OriginRequest {
  readonly method: string;
  /** Encoded. */
  readonly path: string;
  readonly headers: Headers;
  /** The viewer's request as the source of the body; null if there is no body. */
  readonly body: IncomingMessage | null;
}

/** The response of an origin. */
export interface OriginAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Sends a request to an origin. Rejects if it cannot be reached. */
export type Origin = (request: OriginRequest) => Promise<OriginAnswer>;

/**
 * A bucket that the distribution reads with its own signature. The distribution has no permission s3:ListBucket, so S3
 * returns 403 for missing objects.
 */
export function s3Origin(s3: S3Integration, bucket: string): Origin {
  // Accept-Encoding is removed: S3 does not negotiate encodings, and the local server receives a modified header, so that the
  // signature would be invalid.
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

/** The response headers that S3 sends. Other headers of the local server are removed. */
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

/** An HTTP server; paths are forwarded unchanged. */
export function httpOrigin(url: string): { ask: Origin; close(): void } {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  const ask: Origin = (request) =>
    new Promise((resolve, reject) => {
      const { method, path, headers, body } = request;
      const asked = httpRequest({ agent, hostname, port, method, path, headers }, (response) => {
        // If the response begins before the whole body is sent, the rest is discarded.
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
        // The server closed an idle connection at the moment of its reuse. There was no response, so the request is repeated.
        if (asked.reusedSocket && error.code === 'ECONNRESET' && body === null) resolve(ask(request));
        else reject(error);
      });
      if (!body) {
        asked.end();
        return;
      }
      body.pipe(asked);
      // If the viewer disconnects, the request to the origin ends.
      body.once('close', () => {
        if (!body.complete) asked.destroy();
      });
    });
  return { ask, close: () => agent.destroy() };
}

/** Whether a header is end-to-end, not hop-by-hop (RFC 9110, 7.6.1). */
const isEndToEnd = (name: string): boolean =>
  !['connection', 'date', 'keep-alive', 'transfer-encoding', 'upgrade'].includes(name);

function pick(headers: IncomingMessage['headers'], names: readonly string[]): Headers {
  return Object.fromEntries(
    names.filter((name) => headers[name] !== undefined).map((name) => [name, String(headers[name])]),
  );
}
