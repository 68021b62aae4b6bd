import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test's API answers for a path: a document, or how it goes wrong. */
export type Answer =
  | { readonly document: unknown }
  | { readonly status: number; readonly problem: unknown }
  | 'break'
  | 'never';

/** A server of documents, and which paths it was asked for. */
export interface DocumentsServer {
  readonly origin: string;
  readonly asked: string[];
  /** Resolves when a request that is never answered has been given up. */
  givenUp(): Promise<void>;
  close(): Promise<void>;
}

/** Serves documents from a table of paths; every other path is a 404 as the API tells it. */
export async function serveDocuments(answers: ReadonlyMap<string, Answer>): Promise<DocumentsServer> {
  const asked: string[] = [];
  const gone = Promise.withResolvers<void>();
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
    if (answer === 'never') return void request.socket.once('close', () => gone.resolve());
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
    givenUp: () => gone.promise,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
