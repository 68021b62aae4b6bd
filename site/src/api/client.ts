import type { Address } from './documents.ts';
import { noAnswer, problemOf } from './problem.ts';

/** For how long a document is taken from memory: as long as the API lets it be cached, in ms. */
const FRESH_FOR = 300_000;

interface Kept {
  readonly until: number;
  readonly document: unknown;
}

interface UnderWay {
  readonly answer: Promise<unknown>;
  readonly controller: AbortController;
  waiting: number;
}

export interface Client {
  /** The document, from memory or from the API. Throws ApiProblem, or the signal's reason. */
  get<T>(address: Address<T>, signal?: AbortSignal): Promise<T>;
  /** The document, if memory has it and it is fresh. */
  peek<T>(address: Address<T>): T | undefined;
}

/**
 * A reader of the API with one memory. Whoever asks for the same document at the same time shares one request, which
 * is given up when none of them waits any more. `base` is what the addresses are relative to.
 */
export function createClient(base = '', now: () => number = Date.now): Client {
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, UnderWay>();

  function begin(address: string): UnderWay {
    const controller = new AbortController();
    const answer = read(base + address, controller.signal).then(
      (document) => {
        kept.set(address, { until: now() + FRESH_FOR, document });
        underWay.delete(address);
        return document;
      },
      (problem: unknown) => {
        if (underWay.get(address)?.controller === controller) underWay.delete(address);
        throw problem;
      },
    );
    const request = { answer, controller, waiting: 0 };
    underWay.set(address, request);
    return request;
  }

  function peek<T>(address: Address<T>): T | undefined {
    const found = kept.get(address);
    return found && found.until > now() ? (found.document as T) : undefined;
  }

  async function get<T>(address: Address<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const found = peek(address);
    if (found !== undefined) return found;
    const request = underWay.get(address) ?? begin(address);
    request.waiting += 1;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        request.waiting -= 1;
        reject(signal!.reason);
        if (request.waiting > 0) return;
        if (underWay.get(address) === request) underWay.delete(address);
        request.controller.abort(signal!.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      request.answer
        .then((document) => resolve(document as T), reject)
        .finally(() => signal?.removeEventListener('abort', leave));
    });
  }

  return { get, peek };
}

async function read(url: string, signal: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(url, { signal, headers: { accept: 'application/json' } });
  } catch (error) {
    throw signal.aborted ? error : noAnswer(error);
  }
  if (!response.ok) throw await problemOf(response);
  return response.json().catch((error: unknown) => {
    throw signal.aborted ? error : noAnswer(error);
  });
}

/** The website's reader: addresses are relative to the origin that serves the page. */
export const api: Client = createClient();
