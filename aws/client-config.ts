import { optionalEnv } from './env.ts';

const milliseconds = (name: string, otherwise: number): number => Number(optionalEnv(name) ?? otherwise);

/**
 * How long the services' clients wait, and how often they ask again by themselves. A request whose answer doesn't begin
 * must fail while its function, which may have two minutes in all, has time to try again. Readers that wait for slow
 * writers are allowed minutes; publish has 64 requests and five readers under way at once.
 */
export const PATIENCE = {
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

/** How long servers of others are left alone before they are asked again: doubled every time, and never longer than the second. */
export const PAUSE_MS = milliseconds('CLIENT_PAUSE_MS', 250);
export const LONGEST_PAUSE_MS = 20_000;
