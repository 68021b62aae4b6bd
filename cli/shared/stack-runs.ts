import type { Stack } from '../../local/stack/stack.ts';
import { type Clients, createClients } from './clients.ts';
import { InterruptedError } from './command.ts';
import { type FinishedRun, followRun, type RunRequest, startRun, stopRun } from './run-month.ts';

/** The local stack closed during the run, which ended the run. */
export class StackGoneError extends Error {
  override readonly name = 'StackGoneError';
}

export interface RunOptions {
  readonly request: RunRequest;
  readonly log: (line: string) => void;
  /** Resolves when the command must end; its run is then stopped. */
  readonly signalled: Promise<NodeJS.Signals>;
}

/** Starts a run in a stack and follows it to its end. @throws StackGoneError, InterruptedError */
export async function runIn(stack: Stack, options: RunOptions): Promise<FinishedRun> {
  const clients = createClients(stack.info);
  try {
    return await followIn(stack, clients, await startRun(clients, stack.info, options.request), options);
  } finally {
    clients.close();
  }
}

/** Follows an execution in a stack to its end. @throws StackGoneError, InterruptedError */
export async function followIn(
  stack: Stack,
  clients: Clients,
  executionArn: string,
  { request, log, signalled }: RunOptions,
): Promise<FinishedRun> {
  const finished = followRun(clients, { executionArn, label: request.label, log });
  // If the stack or a signal ends the run, that error is reported instead of the broken connection.
  finished.catch(() => {});
  const gone = stack.gone.then(() => {
    const { what } = request;
    throw new StackGoneError(`The local stack that ran this ${what} was ended; start the ${what} again.`);
  });
  const interrupted = signalled.then(async (signal) => {
    // A stack that this process owns stops the run when it closes.
    if (!stack.own) await stopRun(clients, executionArn, `The command was ended by ${signal}.`);
    throw new InterruptedError(signal);
  });
  return Promise.race([finished, gone, interrupted]);
}
