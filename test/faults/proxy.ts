import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What can become of one request between a function and a service. */
export const FAULT_KINDS = [
  /** Answered 500 without having been performed. */
  'server_error',
  /** Answered 503 SlowDown. */
  'slow_down',
  /** Never performed, never answered. */
  'silence',
  /** The connection is cut before the request goes on. */
  'cut_request',
  /** The connection is cut in the middle of the request's body. */
  'torn_upload',
  /** The connection is cut in the middle of the answer's body. */
  'torn_download',
  /** The answer stops in its middle; the connection stays. */
  'stalled_download',
  /** Performed; the connection is cut before the answer. */
  'lost_answer',
  /** Performed; the answer never comes. */
  'silent_answer',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Decides about every request as it comes. */
export type Decide = (request: { readonly method: string; readonly path: string }) => FaultKind | null;

export interface FaultProxy {
  /** What clients must be told instead of the service's own origin. */
  readonly origin: string;
  /** Who decides from now on; null lets everything pass. */
  decide(by: Decide | null): void;
  /** Faults injected so far, by kind. */
  readonly injected: Readonly<Record<FaultKind, number>>;
  close(): Promise<void>;
}

const SERVER_ERROR = { status: 500, code: 'InternalError' };
const SLOW_DOWN = { status: 503, code: 'SlowDown' };

/**
 * Stands between clients and services, and lets faults happen. Headers pass as they are: the Host that was signed is
 * the proxy's. `serviceOf` gives the origin that answers a path.
 */
export async function startFaultProxy(serviceOf: (path: string) => string): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const injected = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  let decider: Decide | null = null;

  /** Performs the request; the body may come from elsewhere than the client. */
  function forward(request: IncomingMessage, body: IncomingMessage | null) {
    const { hostname, port } = new URL(serviceOf(request.url!));
    const call = httpRequest({
      agent,
      hostname,
      port,
      method: request.method!,
      path: request.url!,
      headers: request.headers,
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      call.once('response', resolve);
      call.on('error', reject);
    });
    body?.on('error', (error) => call.destroy(error));
    body?.pipe(call);
    return { call, answered };
  }

  async function tearUpload(request: IncomingMessage): Promise<void> {
    const body = await buffer(request);
    const { call, answered } = forward(request, null);
    answered.catch(() => {});
    call.write(body.subarray(0, Math.floor(body.length / 2)), () => {
      call.destroy();
      request.socket.destroy();
    });
  }

  /** The answer's head and the first half of its body. */
  async function answerHalf(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await forward(request, request).answered;
    const body = await buffer(answer);
    response.writeHead(answer.statusCode!, answer.headers);
    await new Promise<void>((resolve) => {
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => resolve());
    });
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await forward(request, request).answered;
    response.writeHead(answer.statusCode!, answer.headers);
    answer.on('error', () => response.destroy());
    answer.pipe(response);
  }

  async function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    { status, code }: typeof SLOW_DOWN,
  ): Promise<void> {
    await buffer(request);
    const xml = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>Injected.</Message></Error>`;
    response.writeHead(status, { 'content-type': 'application/xml', 'content-length': xml.length });
    response.end(xml);
  }

  async function suffer(fault: FaultKind, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const hasBody = Number(request.headers['content-length'] ?? 0) > 1;
    switch (fault) {
      case 'server_error':
        return refuse(request, response, SERVER_ERROR);
      case 'slow_down':
        return refuse(request, response, SLOW_DOWN);
      case 'silence':
        request.resume();
        return;
      case 'cut_request':
        request.socket.destroy();
        return;
      case 'torn_upload':
        if (hasBody) return tearUpload(request);
        request.socket.destroy();
        return;
      case 'torn_download':
        await answerHalf(request, response);
        request.socket.destroy();
        return;
      case 'stalled_download':
        return answerHalf(request, response);
      case 'lost_answer':
      case 'silent_answer':
        await buffer(await forward(request, request).answered);
        if (fault === 'lost_answer') request.socket.destroy();
    }
  }

  const server = createServer((request, response) => {
    const fault = decider?.({ method: request.method!, path: request.url! }) ?? null;
    if (fault !== null) injected[fault] += 1;
    const done = fault === null ? pass(request, response) : suffer(fault, request, response);
    done.catch(() => response.destroy());
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    decide(by) {
      decider = by;
    },
    injected,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}
