import { setTimeout as delay } from 'node:timers/promises';
import { TransientError } from '../../model/errors.ts';
import { CLIENT_CONFIG, MAX_RETRY_PAUSE_MS, RETRY_PAUSE_MS } from '../runtime/client-config.ts';

/** A connection that has brought this much before it broke counts as a new beginning, in bytes. */
const GOOD_PROGRESS_BYTES = 1024 * 1024;

/** Something that may go well the next time: a broken connection, a server that is busy. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
  /** For how long the server asked to be left alone, in ms. */
  readonly waitMs: number;

  constructor(message: string, { waitMs = 0, cause }: { waitMs?: number; cause?: unknown } = {}) {
    super(message, { cause });
    this.waitMs = waitMs;
  }
}

/**
 * Asks, and asks again after faults that may pass, as often as the services' clients do.
 * @throws TransientError naming the place and the last fault
 */
export async function withRetries<Result>(place: string, ask: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      await pauseAfter(error, attempt, place);
    }
  }
}

/**
 * Reads bytes from `start` to `end` (exclusive), whatever becomes of the connections: each next one goes on where the
 * one before broke off. `open` gives what stands from an offset on, which may be the end itself, never more than up to
 * `end`, and fails where that is no longer the version that was begun with.
 * @throws TransientError naming the place and the last fault
 */
export async function* readWithRetries(
  place: string,
  { start, end }: { start: number; end: number },
  open: (from: number) => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let at = start;
  for (let attempt = 1; ; attempt += 1) {
    const began = at;
    try {
      for await (const chunk of open(at)) {
        at += chunk.length;
        yield chunk;
      }
      if (at === end) return;
      throw new RetryableError(`it broke off after ${at - start} of ${end - start} bytes`);
    } catch (error) {
      if (at - began >= GOOD_PROGRESS_BYTES) attempt = 1;
      await pauseAfter(error, attempt, place);
    }
  }
}

async function pauseAfter(error: unknown, attempt: number, place: string): Promise<void> {
  if (!(error instanceof RetryableError)) throw error;
  if (attempt >= CLIENT_CONFIG.maxAttempts || error.waitMs > MAX_RETRY_PAUSE_MS) {
    throw new TransientError(`The source ${place} cannot be read at the moment: ${error.message}.`, {
      cause: error,
    });
  }
  const pause = Math.min(MAX_RETRY_PAUSE_MS, RETRY_PAUSE_MS * 2 ** (attempt - 1));
  // Not all functions at the same moment.
  await delay(Math.max(error.waitMs, pause * (0.5 + Math.random() / 2)));
}
