import type { Stack } from '../../local/stack/stack.ts';
import { helpText } from './help.ts';
import { type Command, type OptionTable, type OptionValues, parseOptions } from './parser.ts';

/** Writes progress and errors to stderr. */
export const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Writes the result of a command to stdout: an address, a run's record. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Parses the arguments, runs a command, and sets the exit code: 0, or 1 after one line on stderr with the reason. */
export async function runCommand<const Options extends OptionTable>(
  command: Command<Options>,
  run: (options: OptionValues<Options>, args: readonly string[]) => Promise<number>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreBrokenPipe);
  try {
    const options = parseOptions(command, args);
    if (options === null) print(helpText(command));
    process.exitCode = options === null ? 0 : await run(options, args);
  } catch (error) {
    // Pending work is abandoned; child processes end with this process.
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

/** Ignores EPIPE: a reader such as `head` may close the pipe early, and the command must still run to its end. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

/** Signals that ask a process to end. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Signals within this time count as one, in ms. A script receives Ctrl-C twice: from the terminal and from npm. */
const ONE_SIGNAL_MS = 500;

/** How often a command checks that the npm process that started it still exists, in ms. */
const PARENT_CHECK_MS = 1_000;

/**
 * Resolves with the first signal that asks this process to end; a later signal exits immediately. An npm process that is
 * killed sends no signal to its script, so the end of the npm process counts as SIGHUP.
 */
export function shutdownSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let firstAt: number | null = null;
    if (process.env.npm_lifecycle_event !== undefined) {
      const parent = process.ppid;
      const check = setInterval(() => {
        if (process.ppid === parent) return;
        clearInterval(check);
        resolve('SIGHUP');
      }, PARENT_CHECK_MS);
      check.unref();
    }
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        const now = Date.now();
        if (firstAt !== null && now - firstAt > ONE_SIGNAL_MS) process.exit(130);
        firstAt ??= now;
        resolve(signal);
      });
    }
  });
}

/** Resolves as `promise` does, unless a signal comes first. @throws InterruptedError */
export async function rejectOnSignal<Result>(
  signalled: Promise<NodeJS.Signals>,
  promise: Promise<Result>,
): Promise<Result> {
  const interrupted = signalled.then((signal) => {
    throw new InterruptedError(signal);
  });
  return Promise.race([promise, interrupted]);
}

/** Calls `use` with a stack and closes the stack afterwards. A signal aborts the stack. */
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
    // A stack that this process owns closes only when no other process uses it.
    await rejectOnSignal(signalled, stack.close()).catch((error: Error) => stack.abort(error.message));
  }
}

/** A signal interrupted a command. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor(signal: NodeJS.Signals) {
    super(`The command was ended by ${signal}.`);
  }
}
