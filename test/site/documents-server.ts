import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The response to a path: a document, a problem, a closed connection or no response. */
export type Answer =
  | { readonly document: unknown }
  | { readonly status: number; readonly problem: unknown }
  | 'break'
  | 'never';

/** A server of documents. `asked` lists the requested paths. */
export interface DocumentsServer {
  readonly origin: string;
  readonly asked: string[];
  /** Resolves when the client has aborted a request to a path without response. */
  requestAborted(): Promise<void>;
  close(): Promise<void>;
}

/** Serves documents by path. Other paths return 404 with a problem document, as in the API. */
export async function serveDocuments(answers: ReadonlyMap<string, Answer>): Promise<DocumentsServer> {
  const asked: string[] = [];
  const aborted = Promise.withResolvers<void>();
  const server: Server = createServer((request, response) => {
    const path = request.url!;
    asked.push(path);
    const answer = answers.get(path) ?? {
      status: 404,
      problem: {
        type: 'about:blank',
        title: 'Not found',
        status: 404,
        detail: 'There is nothing at this path.',
      },
    };
    if (answer === 'break') return void request.socket.destroy();
    if (answer === 'never') return void request.socket.once('close', () => aborted.resolve());
    const [status, type, body] =
      'document' in answer
        ? [200, 'application/json', answer.document]
        : [answer.status, 'application/problem+json', answer.problem];
    response.writeHead(status, { 'content-type': type });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    requestAborted: () => aborted.promise,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
