import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An intercepted request to S3. */
export interface Passing {
  /** `GET /bucket?list-type=2&…` */
  readonly line: string;
}

/** The response instead of S3's: before the request is forwarded, or after S3 has performed it. */
export interface Instead {
  readonly when: 'before' | 'after';
  readonly status: number;
  readonly body: string;
}

/** S3 behind an intercepting proxy. */
export interface Interposed {
  /** The endpoint that clients use instead of S3's own. */
  readonly endpoint: string;
  /** Sets the interceptor of all requests; null forwards them. */
  intercept(by: ((request: Passing) => Promise<Instead | undefined>) | null): void;
  close(): Promise<void>;
}

/** An error response that clients don't retry. */
export const REFUSED = {
  status: 403,
  body: '<Error><Code>AccessDenied</Code><Message>Refused by the test.</Message></Error>',
} as const;

/** Starts a proxy that forwards requests unchanged: the signed Host is the proxy's. */
export async function interpose(s3Endpoint: string): Promise<Interposed> {
  const { hostname, port, pathname } = new URL(s3Endpoint);
  const agent = new Agent({ keepAlive: true });
  let interceptor: Parameters<Interposed['intercept']>[0] = null;

  async function forward(request: IncomingMessage, body: Buffer) {
    const { method, url: path, headers } = request;
    const call = httpRequest({ agent, hostname, port, method: method!, path: path!, headers });
    call.end(body);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      call.once('response', resolve);
      call.once('error', reject);
    });
    return { status: answer.statusCode!, headers: answer.headers, body: await buffer(answer) };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const instead = await interceptor?.({ line: `${request.method} ${request.url!.slice(pathname.length)}` });
    const given = instead?.when === 'before' ? null : await forward(request, body);
    if (instead === undefined) response.writeHead(given!.status, given!.headers).end(given!.body);
    else response.writeHead(instead.status, { 'content-type': 'application/xml' }).end(instead.body);
  }

  const server = createServer((request, response) => {
    // For example a kept-alive connection that is closed when it is reused: the client retries.
    answer(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    intercept(by) {
      interceptor = by;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}
