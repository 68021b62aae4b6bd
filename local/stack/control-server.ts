import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  get,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DirectoryLock } from './data-directory-lock.ts';
import type { StackInfo } from './info.ts';

/**
 * The HTTP server of the process that owns a data directory. Other processes query it to check that the owner is alive, and keep
 * a session open while they use the owner's servers. It also serves the Step Functions API. It starts before the
 * directory lock is acquired.
 */
export interface ControlServer {
  readonly url: string;
  readonly token: string;
  /** Serves the Step Functions API with this listener. */
  serve(states: RequestListener): void;
  /** Accepts new sessions and those that are already waiting. */
  acceptSessions(info: StackInfo): void;
  /** Refuses new sessions; resolves when the last session has ended. */
  drain(): Promise<void>;
  /** Ends every session and the server. */
  close(): Promise<void>;
}

/** Starts the control server of this process on 127.0.0.1. */
export async function startControlServer(): Promise<ControlServer> {
  const token = randomUUID();
  const sessions = new Set<ServerResponse>();
  const waiting = new Set<ServerResponse>();
  let states: RequestListener | null = null;
  let stackInfo: StackInfo | null = null;
  let draining = false;
  const changed = new EventTarget();

  function begin(response: ServerResponse, info: StackInfo): void {
    waiting.delete(response);
    sessions.add(response);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(`${JSON.stringify(info)}\n`);
  }

  const server = createServer({ keepAliveTimeout: 1_000 }, (request, response) => {
    if (request.url === '/owner') return answer(response, 200, token);
    if (request.url !== `/session?token=${token}`) {
      return states ? states(request, response) : answer(response, 503, 'starting');
    }
    if (draining) return answer(response, 503, 'closing');
    response.once('close', () => {
      sessions.delete(response);
      waiting.delete(response);
      changed.dispatchEvent(new Event('left'));
    });
    if (stackInfo) begin(response, stackInfo);
    else waiting.add(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    token,
    serve(listener) {
      states = listener;
    },
    acceptSessions(info) {
      stackInfo = info;
      for (const response of waiting) begin(response, info);
    },
    async drain() {
      draining = true;
      while (sessions.size > 0) await once(changed, 'left');
    },
    async close() {
      draining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** Time-out of the liveness check. */
const ANSWER_MS = 5_000;

/** Returns whether the owner of a lock is alive: its process exists and its control server answers with the lock's token. */
export async function isOwnerAlive({ pid, url, token }: DirectoryLock): Promise<boolean> {
  if (!processExists(pid)) return false;
  try {
    const response = await fetch(`${url}/owner`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return (await response.text()) === token;
  } catch (error) {
    // After a time-out the owner may be busy or suspended, so it counts as alive. Other errors mean that no server listens.
    return (error as Error).name === 'TimeoutError';
  }
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A session with the process that owns the stack. */
export interface Session {
  readonly info: StackInfo;
  /** Resolves when the owner or this process has ended the session. */
  readonly ended: Promise<void>;
  leave(): void;
}

/** Opens a session with the owner of a lock once its stack has started; null if the owner is closing or has ended. */
export async function openSession({ url, token }: DirectoryLock): Promise<Session | null> {
  const request = get(`${url}/session?token=${token}`, { agent: false });
  try {
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    if (response.statusCode !== 200) {
      request.destroy();
      return null;
    }
    request.on('error', () => {});
    const ended = new Promise<void>((resolve) => response.once('close', resolve));
    response.on('error', () => {});
    let text = '';
    for await (const chunk of response.iterator({ destroyOnReturn: false })) {
      text += chunk;
      if (text.endsWith('\n')) break;
    }
    if (!text.endsWith('\n')) return null;
    response.resume();
    return { info: JSON.parse(text) as StackInfo, ended, leave: () => request.destroy() };
  } catch {
    return null;
  }
}
