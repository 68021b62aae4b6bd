import { request as askPlainly, type IncomingHttpHeaders, Agent as PlainAgent } from 'node:http';
import { request as askSecurely, Agent as SecureAgent } from 'node:https';

/** An HTTP response with its body as it was sent, not decompressed. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

/** The parts of a request other than its path. */
export interface Question {
  /** @default GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Aborts the request. */
  readonly signal?: AbortSignal;
}

/** Sends a request for a path below an address, exactly as given. @throws SmokeTimeoutError, Error if nothing answers */
export type Ask = (path: string, question?: Question) => Promise<Reply>;

const plainAgent = new PlainAgent({ keepAlive: true, maxSockets: 24 });
const secureAgent = new SecureAgent({ keepAlive: true, maxSockets: 24 });

/** Sends a request with the path exactly as given: fetch() would resolve `..` and encode characters. */
export function send(origin: string, path: string, question: Question = {}): Promise<Reply> {
  const { method = 'GET', headers = {}, signal } = question;
  const { protocol, hostname, port } = new URL(origin);
  const options = { hostname, port, path, method, headers, ...(signal && { signal }) };
  return new Promise((resolve, reject) => {
    const sent =
      protocol === 'https:'
        ? askSecurely({ ...options, agent: secureAgent })
        : askPlainly({ ...options, agent: plainAgent });
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const body = Buffer.concat(chunks);
        resolve({ status: response.statusCode!, headers: response.headers, body, text: body.toString() });
      });
    });
    sent.once('error', (error: NodeJS.ErrnoException) => {
      // The server closed an idle connection while it was reused. It sent no response, so the request is repeated.
      if (sent.reusedSocket && error.code === 'ECONNRESET') resolve(send(origin, path, question));
      else reject(error);
    });
    sent.end();
  });
}

/** Calls `work` for every item, several at a time; returns the results in the order of the items. */
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
