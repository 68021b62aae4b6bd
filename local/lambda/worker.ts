import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { FunctionError, type FunctionFailure, InvocationStoppedError } from './errors.ts';
import type { LambdaFunction } from './functions.ts';
import type { AnswerMessage, ChildOptions, InvocationMessage } from './messages.ts';

const CHILD = join(import.meta.dirname, 'child.ts');
/** Share of a function's memory for the JavaScript heap; the rest is for buffers and the runtime. */
const HEAP_SHARE = 0.9;

export interface WorkerOptions {
  readonly lambda: LambdaFunction;
  /** The child's whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** File descriptor for the function's output. */
  readonly log: number;
}

/** One warm process of a function. */
export interface Worker {
  /** Whether it can run another invocation. */
  readonly alive: boolean;
  /**
   * Runs one invocation; only one at a time.
   * @throws FunctionError if the function fails, InvocationStoppedError if `signal` stops it
   */
  invoke(event: unknown, signal: AbortSignal): Promise<unknown>;
  /** Ends the process. */
  end(): Promise<void>;
}

/** Starts a process of a function. */
export function startWorker({ lambda, environment, log }: WorkerOptions): Worker {
  const { file, handler, name, arn, memoryMb } = lambda;
  const options: ChildOptions = { file, handler, name, arn, memoryMb };
  const child = fork(CHILD, [JSON.stringify(options)], {
    env: environment,
    // The worker has its own process group: Ctrl-C in a terminal reaches only the runner, which then ends the worker.
    detached: true,
    execArgv: [`--max-old-space-size=${Math.floor(memoryMb * HEAP_SHARE)}`],
    stdio: ['ignore', log, log, 'ipc'],
    serialization: 'json',
  });
  let alive = true;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      alive = false;
      resolve();
    });
  });
  // If the child cannot start, the event 'exit' ends the invocation.
  child.on('error', () => {});

  function kill(): void {
    alive = false;
    child.kill('SIGKILL');
  }

  return {
    get alive() {
      return alive && child.connected;
    },
    async invoke(event, signal) {
      const requestId = randomUUID();
      const deadline = Date.now() + lambda.timeoutSeconds * 1000;
      // Listens before sending, so that an immediate exit is not missed.
      const answered = answerOf(child, requestId, lambda);
      const message: InvocationMessage = { requestId, event, deadline };
      child.send(message, () => {});
      const stopped = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        kill();
        stopped.reject(new FunctionError(timedOut(requestId, lambda)));
      }, lambda.timeoutSeconds * 1000);
      const onAbort = (): void => {
        kill();
        stopped.reject(new InvocationStoppedError(`The invocation of ${name} was stopped.`));
      };
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      try {
        return await Promise.race([answered, stopped.promise]);
      } finally {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      }
    },
    async end() {
      kill();
      await exited;
    },
  };
}

function answerOf(child: ChildProcess, requestId: string, lambda: LambdaFunction): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: AnswerMessage): void => {
      if (message.requestId !== requestId) return;
      done();
      if ('failure' in message) reject(new FunctionError(message.failure));
      else resolve(JSON.parse(message.result));
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      done();
      reject(new FunctionError(exited(requestId, lambda, code, signal)));
    };
    const done = (): void => {
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
    if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
  });
}

/** "In newer Lambda runtimes, timeouts are reported as Sandbox.Timedout in the error output." */
const timedOut = (requestId: string, { timeoutSeconds }: LambdaFunction): FunctionFailure => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
});

/** The failure of a process that exited. Node.js aborts when its heap is full. */
function exited(
  requestId: string,
  { memoryMb }: LambdaFunction,
  code: number | null,
  signal: NodeJS.Signals | null,
): FunctionFailure {
  if (signal === 'SIGABRT') {
    return {
      errorType: 'Runtime.OutOfMemory',
      errorMessage: `RequestId: ${requestId} Error: Runtime ran out of its ${memoryMb} MB of memory`,
    };
  }
  const how = signal === null ? `exit status ${code}` : `signal: ${signal}`;
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${how}`,
  };
}
