import { setTimeout as delay } from 'node:timers/promises';
import { type Ask, send } from './http.ts';
import { type Sample, sampleOf } from './sample.ts';

/** The time for all checks is over. */
export class SmokeTimeoutError extends Error {
  override readonly name = 'SmokeTimeoutError';
}

export interface ServedOptions {
  /** The address of the website, or of the API with or without `/v1/`. */
  readonly url: string;
  /** What readers must bring: an API key, say. @default nothing */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether a local stack serves it: then nothing stands before it that would answer otherwise than the template says. */
  readonly emulated: boolean;
  /** Requests a second, so that readers keep theirs. @default as many as it gets */
  readonly perSecond?: number;
  /** When all must be done, as `Date.now()` counts. @default never */
  readonly deadline?: number;
  /** How long to wait, in milliseconds, before asking again what was refused because there were too many. @default 2,000 */
  readonly pauseMs?: number;
}

/** What is to be checked, as its readers see it. */
export interface Served {
  /** Where it is, without a slash at its end. */
  readonly url: string;
  /** Whether there is a website, and the downloads with it. */
  readonly website: boolean;
  readonly emulated: boolean;
  /** Whether it was asked with credentials. */
  readonly closed: boolean;
  /** Some documents of the release that is served; null where there is none. */
  readonly sample: Sample | null;
  /** Sends a request for a path below the address. */
  readonly ask: Ask;
}

/** API Gateway gives up after 29 seconds. */
const ANSWER_MS = 35_000;
/** So often is a question asked at most that is refused because there are too many. */
const THROTTLED_TIMES = 5;

/** Looks at what is served at an address. @throws SmokeTimeoutError, Error where nothing answers */
export async function openServed(options: ServedOptions): Promise<Served> {
  const { emulated, headers = {} } = options;
  const url = options.url.replace(/\/+$/, '').replace(/\/v1$/, '');
  const ask = createAsk(url, options);
  const front = await ask('/', { headers: { Accept: 'text/html' } });
  const website = front.status === 200 && String(front.headers['content-type']).startsWith('text/html');
  return {
    url,
    website,
    emulated,
    closed: Object.keys(headers).length > 0,
    sample: await sampleOf(ask),
    ask,
  };
}

function createAsk(url: string, options: ServedOptions): Ask {
  const { headers: own = {}, pauseMs = 2_000 } = options;
  const { perSecond = Number.POSITIVE_INFINITY, deadline = Number.POSITIVE_INFINITY } = options;
  const { origin, pathname } = new URL(url);
  const below = pathname === '/' ? '' : pathname;
  let next = 0;

  async function turn(): Promise<void> {
    const now = Date.now();
    const mine = Math.max(now, next);
    next = mine + 1_000 / perSecond;
    if (mine > now) await delay(mine - now);
    if (Date.now() > deadline) throw new SmokeTimeoutError('The time for all checks was up.');
  }

  return async (path, { headers, ...question } = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      await turn();
      const reply = await send(origin, below + path, {
        ...question,
        headers: { ...own, ...headers },
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (reply.status !== 429 || attempt === THROTTLED_TIMES) return reply;
      await delay(pauseMs);
    }
  };
}
