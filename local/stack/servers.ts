import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The requested port is in use. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';

  constructor(port: number) {
    super(`Port ${port} is in use; choose another with --port N (0 for any).`);
  }
}

/** A server on 127.0.0.1. */
export interface LocalServer {
  readonly url: string;
  /** Ends the server and its connections. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 chooses a free port. @throws PortInUseError */
export async function listen(port: number, listener: RequestListener): Promise<LocalServer> {
  const server = createServer(listener);
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortInUseError(port);
    throw error;
  }
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
