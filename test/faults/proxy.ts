import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** The faults of a request between a function and a service. */
export const FAULT_KINDS = [
  /** Response 500; the request is not performed. */
  'server_error',
  /** Response 503 SlowDown; the request is not performed. */
  'slow_down',
  /** The request is not performed, and there is no response. */
  'silence',
  /** The connection is cut before the request is forwarded. */
  'cut_request',
  /** The connection is cut in the middle of the request's body. */
  'torn_upload',
  /** The connection is cut in the middle of the response's body. */
  'torn_download',
  /** The response stops in the middle; the connection stays open. */
  'stalled_download',
  /** The request is performed; the connection is cut before the response. */
  'lost_answer',
  /** The request is performed; there is no response. */
  'silent_answer',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Chooses the fault of each request; null for none. */
export type Decide = (request: { readonly method: string; readonly path: string }) => FaultKind | null;

export interface FaultProxy {
  /** The origin that clients use instead of the service's own. */
  readonly origin: string;
  /** Sets the function that chooses faults; null forwards every request. */
  decide(by: Decide | null): void;
  /** Faults injected so far, by kind. */
  readonly injected: Readonly<Record<FaultKind, number>>;
  close(): Promise<void>;
}

const SERVER_ERROR = { status: 500, code: 'InternalError' };
const SLOW_DOWN = { status: 503, code: 'SlowDown' };

/**
 * A proxy between clients and services that injects faults. Headers are forwarded unchanged: the signed Host is the
 * proxy's. `serviceOf` returns the origin that serves a path.
 */
export async function startFaultProxy(serviceOf: (path: string) => string): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const injected = Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as Record<FaultKind, number>;
  let decider: Decide | null = null;

  /** Performs the request, with the given body or one that the caller writes. */
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

  /** Sends the response's head and the first half of its body. */
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
