import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_REGION } from '../template/ids.ts';
import { FunctionError } from './errors.ts';
import type { LambdaFunction } from './functions.ts';
import { startWorker, type Worker } from './worker.ts';

/** The idle time after which a warm process ends, so that an idle stack uses no memory, in ms. */
const IDLE_MS = 60_000;

export interface RunnerOptions {
  readonly functions: readonly LambdaFunction[];
  /** Variables for every function in addition to the template's: endpoints and credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** The data directory, for the functions' logs. */
  readonly folder: string;
  /** Maximum number of processes per function; further invocations wait. @default the number of cores */
  readonly concurrency?: number;
}

/** Runs the template's functions. */
export interface LambdaRunner {
  /**
   * Invokes a function by its ARN and returns its result.
   * @throws FunctionError if it fails, InvocationStoppedError if `signal` stops it
   */
  invoke(arn: string, event: unknown, signal?: AbortSignal): Promise<unknown>;
  /** Ends every process. Current invocations fail. */
  close(): Promise<void>;
}

/** Creates a runner. Each function runs in child processes of its own, which stay warm for further invocations. */
export function createLambdaRunner({
  functions,
  environment,
  folder,
  concurrency = availableParallelism(),
}: RunnerOptions): LambdaRunner {
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const scratch = scratchFolder(folder);
  // Deletes files of processes that were killed. This is safe, because only this process uses the data directory.
  rmSync(scratch, { recursive: true, force: true });
  const never = new AbortController().signal;
  const pools = new Map(
    functions.map((lambda) => [
      lambda.arn,
      createPool({ lambda, environment, folder, scratch, concurrency }),
    ]),
  );
  return {
    async invoke(arn, event, signal = never) {
      const pool = pools.get(arn);
      if (pool) return pool.invoke(event, signal);
      throw new FunctionError({
        errorType: 'Lambda.ResourceNotFoundException',
        errorMessage: `Function not found: ${arn}`,
      });
    },
    async close() {
      const closing = [...pools.values()];
      pools.clear();
      await Promise.all(closing.map((pool) => pool.close()));
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

interface PoolOptions extends Omit<Required<RunnerOptions>, 'functions'> {
  readonly lambda: LambdaFunction;
  readonly scratch: string;
}

/**
 * The folder of the functions' local disks. It is not in the data directory, whose path can contain brackets, which the
 * SQL engine reads as a pattern.
 */
const scratchFolder = (folder: string): string =>
  join(tmpdir(), `movie-statistics-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);

function createPool({ lambda, environment, folder, scratch, concurrency }: PoolOptions) {
  const log = openSync(join(folder, 'logs', `${lambda.name}.log`), 'a');
  const idle: { worker: Worker; timer: NodeJS.Timeout }[] = [];
  const all = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let running = 0;
  let started = 0;

  function start(): Worker {
    const disk = join(scratch, `${lambda.name}-${started++}`);
    mkdirSync(disk, { recursive: true });
    const worker = startWorker({ lambda, log, environment: environmentOf(lambda, environment, disk) });
    all.add(worker);
    return worker;
  }

  function take(): Worker {
    for (let next = idle.pop(); next; next = idle.pop()) {
      clearTimeout(next.timer);
      if (next.worker.alive) return next.worker;
      all.delete(next.worker);
    }
    return start();
  }

  function giveBack(worker: Worker): void {
    if (!worker.alive) {
      all.delete(worker);
      return;
    }
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((entry) => entry.worker === worker),
        1,
      );
      all.delete(worker);
      void worker.end();
    }, IDLE_MS);
    timer.unref();
    idle.push({ worker, timer });
  }

  return {
    async invoke(event: unknown, signal: AbortSignal): Promise<unknown> {
      while (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
      running++;
      const worker = take();
      try {
        return await worker.invoke(event, signal);
      } finally {
        running--;
        giveBack(worker);
        waiting.shift()?.();
      }
    },
    async close(): Promise<void> {
      for (const { timer } of idle) clearTimeout(timer);
      await Promise.all([...all].map((worker) => worker.end()));
      closeSync(log);
    },
  };
}

/** The environment of a function: the template's variables, Lambda's own and the local endpoints. */
function environmentOf(
  lambda: LambdaFunction,
  local: Readonly<Record<string, string>>,
  disk: string,
): Record<string, string> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE } = process.env;
  return {
    PATH,
    HOME,
    // Functions use the caller's compile cache if it has one.
    ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }),
    TZ: ':UTC',
    TMPDIR: disk,
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(lambda.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    LAMBDA_TASK_ROOT: join(lambda.file, '..'),
    ...lambda.environment,
    ...local,
  };
}
