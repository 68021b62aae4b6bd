import { setTimeout as delay } from 'node:timers/promises';
import { ENDPOINTS } from '../../model/api/endpoints.ts';
import { type Ask, send } from './http.ts';
import { type Sample, sampleOf } from './sample.ts';

/** The time limit of all checks has passed. */
export class SmokeTimeoutError extends Error {
  override readonly name = 'SmokeTimeoutError';
}

export interface ServedOptions {
  /** The address of the website, or of the API with or without `/v1/`. */
  readonly url: string;
  /** Headers of every request, such as an API key. @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a local stack serves the address. Then the template defines every response; on AWS, some come from AWS itself. */
  readonly emulated: boolean;
  /** The highest number of requests a second. @default unlimited */
  readonly perSecond?: number;
  /** The end of the time limit, in ms since 1970. @default none */
  readonly deadline?: number;
  /** The pause before a request is repeated after 429, in milliseconds. @default 2,000 */
  readonly pauseMs?: number;
}

/** An address under test. */
export interface Served {
  /** The address without a trailing slash. */
  readonly url: string;
  /** Whether it serves the website, and with it the downloads. */
  readonly website: boolean;
  readonly emulated: boolean;
  /** Whether requests carry credentials. */
  readonly closed: boolean;
  /** The status of the API's index. */
  readonly indexStatus: number;
  /** Some documents of the served release; null if the index is not a 200. */
  readonly sample: Sample | null;
  /** Sends a request for a path below the address. */
  readonly ask: Ask;
}

/** The time-out of a request, in ms. It exceeds API Gateway's own time-out of 29 seconds. */
const ANSWER_MS = 35_000;
/** The maximum number of attempts for a request that returns 429. */
const THROTTLED_TIMES = 5;

/** Reads what an address serves. @throws SmokeTimeoutError, Error if nothing answers or a list of the release is broken */
export async function openServed(options: ServedOptions): Promise<Served> {
  const { emulated, headers = {} } = options;
  const url = options.url.replace(/\/+$/, '').replace(/\/v1$/, '');
  const ask = createAsk(url, options);
  const home = await ask('/', { headers: { Accept: 'text/html' } });
  const website = home.status === 200 && String(home.headers['content-type']).startsWith('text/html');
  const index = await ask(ENDPOINTS.index.path);
  return {
    url,
    website,
    emulated,
    closed: Object.keys(headers).length > 0,
    indexStatus: index.status,
    sample: index.status === 200 ? await sampleOf(index, ask) : null,
    ask,
  };
}

function createAsk(url: string, options: ServedOptions): Ask {
  const { headers: own = {}, pauseMs = 2_000 } = options;
  const { perSecond = Number.POSITIVE_INFINITY, deadline = Number.POSITIVE_INFINITY } = options;
  const { origin, pathname } = new URL(url);
  const prefix = pathname === '/' ? '' : pathname;
  let next = 0;

  async function throttle(): Promise<void> {
    const now = Date.now();
    const at = Math.max(now, next);
    next = at + 1_000 / perSecond;
    if (at > now) await delay(at - now);
    if (Date.now() > deadline)
      throw new SmokeTimeoutError('The time limit of all checks has passed (--timeout).');
  }

  return async (path, { headers, ...question } = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      await throttle();
      const reply = await send(origin, prefix + path, {
        ...question,
        headers: { ...own, ...headers },
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (reply.status !== 429 || attempt === THROTTLED_TIMES) return reply;
      await delay(pauseMs);
    }
  };
}
