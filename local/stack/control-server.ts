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
import type { Claim } from './data-directory-lock.ts';
import type { StackInfo } from './info.ts';

/**
 * The owner's door: other processes ask here whether the owner lives, and hold a session for as long as they use its
 * servers. It opens before the data folder is claimed. Everything else that comes is for Step Functions.
 */
export interface Door {
  readonly url: string;
  readonly token: string;
  /** Lets Step Functions' clients in: this process is one, whether others may begin a session or not. */
  serve(states: RequestListener): void;
  /** Lets sessions begin. */
  open(info: StackInfo): void;
  /** Turns newcomers away; resolves when the last session has ended. */
  shut(): Promise<void>;
  /** Ends every session, and the door. */
  close(): Promise<void>;
}

/** Opens the door of this process, on 127.0.0.1. */
export async function createDoor(): Promise<Door> {
  const token = randomUUID();
  const sessions = new Set<ServerResponse>();
  const waiting = new Set<ServerResponse>();
  let served: RequestListener | null = null;
  let ready: StackInfo | null = null;
  let shut = false;
  const changed = new EventTarget();

  function begin(response: ServerResponse): void {
    waiting.delete(response);
    sessions.add(response);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(`${JSON.stringify(ready!)}\n`);
  }

  const server = createServer({ keepAliveTimeout: 1_000 }, (request, response) => {
    if (request.url === '/owner') return answer(response, 200, token);
    if (request.url !== `/session?token=${token}`) {
      return served ? served(request, response) : answer(response, 503, 'starting');
    }
    if (shut) return answer(response, 503, 'closing');
    response.once('close', () => {
      sessions.delete(response);
      waiting.delete(response);
      changed.dispatchEvent(new Event('left'));
    });
    if (ready) begin(response);
    else waiting.add(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    token,
    serve(states) {
      served = states;
    },
    open(info) {
      ready = info;
      for (const response of waiting) begin(response);
    },
    async shut() {
      shut = true;
      while (sessions.size > 0) await once(changed, 'left');
    },
    async close() {
      shut = true;
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

/** How long a living owner may take to say so. */
const ANSWER_MS = 5_000;

/** Whether the process behind a claim lives and is the one that made it. */
export async function isAlive({ pid, door, token }: Claim): Promise<boolean> {
  if (!processExists(pid)) return false;
  try {
    const response = await fetch(`${door}/owner`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return (await response.text()) === token;
  } catch (error) {
    // It took too long: it may be busy or suspended, but it is there. Anything else: nobody is at the door.
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

/** A stay in another process's stack. */
export interface Session {
  readonly info: StackInfo;
  /** Resolves when the owner has gone, or the session has been left. */
  readonly ended: Promise<void>;
  leave(): void;
}

/** Begins a session with a folder's owner, once its stack is up; null where the owner closes or is gone. */
export async function joinOwner({ door, token }: Claim): Promise<Session | null> {
  const request = get(`${door}/session?token=${token}`, { agent: false });
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
