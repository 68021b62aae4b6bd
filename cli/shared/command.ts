import type { Stack } from '../../local/stack/stack.ts';

/** What a command tells a person on the way goes to stderr. */
export const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** What a command was asked for goes to stdout: where the API is, a run's record. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/**
 * Runs a command to its end: exit code 0, or 1 with one line that says what is wrong. What `command` gives is the exit
 * code.
 */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessUnread);
  try {
    process.exitCode = await command();
  } catch (error) {
    // Whatever was being waited for has lost its point, and children end with this process.
    if (error instanceof InterruptedError) {
      log(error.message);
      process.exit(1);
    }
    const { name, message } = error as Error;
    const [line] = message.split('\n');
    log(name === 'OptionsError' || name === 'Error' ? line! : `${name}: ${line}`);
    if (process.env.DEBUG) log((error as Error).stack ?? '');
    process.exitCode = 1;
  }
}

/** Whoever read it may have left, as `head` does: a run isn't to be left half-way because of that. */
function unlessUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Signals that ask a process to end. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C reaches a script twice: from the terminal, and from the npm that started it. Both together are one, in ms. */
const ONE_SIGNAL_MS = 500;

/** How often a command looks whether the npm that started it is still there, in ms. */
const PARENT_CHECK_MS = 1_000;

/**
 * Resolves with the first signal that asks this process to end. Another one ends it at once: whoever is left behind
 * finds out by itself. An npm that was killed leaves its script behind without a word: that counts as a hang-up.
 */
export function endingSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let asked: number | null = null;
    if (process.env.npm_lifecycle_event !== undefined) {
      const parent = process.ppid;
      const watch = setInterval(() => {
        if (process.ppid === parent) return;
        clearInterval(watch);
        resolve('SIGHUP');
      }, PARENT_CHECK_MS);
      watch.unref();
    }
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        const now = Date.now();
        if (asked !== null && now - asked > ONE_SIGNAL_MS) process.exit(130);
        asked ??= now;
        resolve(signal);
      });
    }
  });
}

/** What `promise` gives, unless a signal comes first. @throws InterruptedError */
export async function unlessSignalled<Result>(
  signalled: Promise<NodeJS.Signals>,
  promise: Promise<Result>,
): Promise<Result> {
  const interrupted = signalled.then((signal) => {
    throw new InterruptedError(signal);
  });
  return Promise.race([promise, interrupted]);
}

/** Uses a stack and leaves it in good order, whatever happens; a signal stops what it is doing. */
export async function useStack<Result>(
  stack: Stack,
  signalled: Promise<NodeJS.Signals>,
  use: () => Promise<Result>,
): Promise<Result> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof InterruptedError) await stack.abort(error.message);
    throw error;
  } finally {
    // Leaving one's own stack may take as long as others use it.
    await unlessSignalled(signalled, stack.close()).catch((error: Error) => stack.abort(error.message));
  }
}

/** A signal came while a command was at work. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor(signal: NodeJS.Signals) {
    super(`The command was ended by ${signal}.`);
  }
}
