import { setTimeout as delay } from 'node:timers/promises';
import { TransientError } from '../../model/errors.ts';
import { CLIENT_CONFIG, MAX_RETRY_PAUSE_MS, RETRY_PAUSE_MS } from '../runtime/client-config.ts';

/** A connection that transferred this many bytes before it broke resets the count of attempts. */
const GOOD_PROGRESS_BYTES = 1024 * 1024;

/** A fault that a retry may solve: a broken connection, or a busy server. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
  /** The delay that the server requested, in ms. */
  readonly waitMs: number;

  constructor(message: string, { waitMs = 0, cause }: { waitMs?: number; cause?: unknown } = {}) {
    super(message, { cause });
    this.waitMs = waitMs;
  }
}

/**
 * Runs a request, and repeats it after retryable errors as often as the AWS clients do.
 * @throws TransientError with the place and the last error
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
 * Reads the bytes from `start` to `end` (exclusive). After a broken connection, a new connection continues at the same offset.
 * `open` returns the bytes from an offset on, at most up to `end`, and fails if the file has changed. The offset may be
 * `end` itself.
 * @throws TransientError with the place and the last error
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
  // Jitter, so that parallel functions don't retry at the same time.
  await delay(Math.max(error.waitMs, pause * (0.5 + Math.random() / 2)));
}
