import { optionalEnv } from './env.ts';

const milliseconds = (name: string, byDefault: number): number => Number(optionalEnv(name) ?? byDefault);

/**
 * Time-outs and retries of the AWS clients. A request without a response must fail early enough for its function, which
 * may have only two minutes, to try again. The socket time-out is minutes long because readers may wait for slow
 * writers; publish has 64 requests and five readers in progress at the same time.
 */
export const CLIENT_CONFIG = {
  maxAttempts: milliseconds('CLIENT_ATTEMPTS', 5),
  requestHandler: {
    connectionTimeout: 5_000,
    requestTimeout: milliseconds('CLIENT_ANSWER_MS', 20_000),
    throwOnRequestTimeout: true,
    socketTimeout: milliseconds('CLIENT_SILENCE_MS', 300_000),
    httpAgent: { maxSockets: 128 },
    httpsAgent: { maxSockets: 128 },
  },
} as const;

/** The delay before the first retry of a request to a third-party server. It doubles with every attempt, up to the maximum. */
export const RETRY_PAUSE_MS = milliseconds('CLIENT_PAUSE_MS', 250);
export const MAX_RETRY_PAUSE_MS = 20_000;
