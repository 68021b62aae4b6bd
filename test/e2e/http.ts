import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** An HTTP response, its body as it came over the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 24 });

/**
 * Sends a request with the path exactly as given: fetch() would resolve `..` and encode what this must not.
 */
export function send(
  base: string,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Reply> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const body = Buffer.concat(chunks);
        resolve({ status: response.statusCode!, headers: response.headers, body, text: body.toString() });
      });
    });
    sent.once('error', (error: NodeJS.ErrnoException) => {
      // The server closed an idle connection at the moment it was used again: nothing was answered, so ask anew.
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(send(base, path, { method, headers }));
      else reject(error);
    });
    sent.end();
  });
}

/** Calls `work` for every item, some at a time, and gives the results in the items' order. */
export async function forAll<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: 24 }, worker));
  return results;
}
