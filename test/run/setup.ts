import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Shared by all test files of this run: a folder, and the port of the lock server. */
    readonly run: { readonly folder: string; readonly port: number };
  }
}

/**
 * Before the first test file: creates the folder of `once`, which also caches compiled code for all processes that load
 * the same modules. After the last test file: deletes it.
 */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'movie-statistics-tests-'));
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled');
  const turns = createTurns();
  await new Promise<void>((resolve) => turns.listen(0, '127.0.0.1', resolve));
  provide('run', { folder, port: (turns.address() as { port: number }).port });
  return async () => {
    turns.close();
    // Workers that are about to end may still write compiled code.
    await rm(folder, { recursive: true, force: true, maxRetries: 20 });
  };
}

/** A lock server: a client that sends a name gets a response when it holds that name's lock, until it disconnects. */
function createTurns() {
  const waiting = new Map<string, Socket[]>();
  return createServer((socket) => {
    socket.unref();
    socket.on('error', () => {});
    socket.once('data', (data) => {
      const name = data.toString();
      const queue = waiting.get(name) ?? [];
      waiting.set(name, queue);
      queue.push(socket);
      if (queue[0] === socket) socket.write('now');
      socket.once('close', () => {
        const first = queue[0] === socket;
        queue.splice(queue.indexOf(socket), 1);
        if (first) queue[0]?.write('now');
      });
    });
  });
}
