import type { Address } from './documents.ts';
import { noAnswer, problemOf } from './problem.ts';

/** Lifetime of a cached document in ms, equal to the API's `max-age`. */
const CACHE_LIFETIME = 300_000;

interface CacheEntry {
  readonly expires: number;
  readonly document: unknown;
}

interface PendingRequest {
  readonly answer: Promise<unknown>;
  readonly controller: AbortController;
  waiting: number;
}

export interface Client {
  /** Returns the document from the cache or from the API. Throws ApiProblem, or the signal's reason. */
  get<T>(address: Address<T>, signal?: AbortSignal): Promise<T>;
  /** Returns the document if the cache has a fresh copy. */
  peek<T>(address: Address<T>): T | undefined;
}

/**
 * Creates an API client with a cache. Concurrent calls for the same document share one request, which is aborted when
 * every caller has aborted. Addresses are relative to `base`.
 */
export function createClient(base = '', now: () => number = Date.now): Client {
  const cache = new Map<string, CacheEntry>();
  const pending = new Map<string, PendingRequest>();

  function start(address: string): PendingRequest {
    const controller = new AbortController();
    const answer = read(base + address, controller.signal).then(
      (document) => {
        cache.set(address, { expires: now() + CACHE_LIFETIME, document });
        pending.delete(address);
        return document;
      },
      (problem: unknown) => {
        if (pending.get(address)?.controller === controller) pending.delete(address);
        throw problem;
      },
    );
    const request = { answer, controller, waiting: 0 };
    pending.set(address, request);
    return request;
  }

  function peek<T>(address: Address<T>): T | undefined {
    const entry = cache.get(address);
    return entry && entry.expires > now() ? (entry.document as T) : undefined;
  }

  async function get<T>(address: Address<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const cached = peek(address);
    if (cached !== undefined) return cached;
    const request = pending.get(address) ?? start(address);
    request.waiting += 1;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        request.waiting -= 1;
        reject(signal!.reason);
        if (request.waiting > 0) return;
        if (pending.get(address) === request) pending.delete(address);
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

/** The client of the website. Addresses are relative to the page's origin. */
export const api: Client = createClient();
