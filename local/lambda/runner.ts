import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_REGION } from '../template/ids.ts';
import { FunctionError } from './errors.ts';
import type { LambdaFunction } from './functions.ts';
import { startWorker, type Worker } from './worker.ts';

/** Warm processes that nobody has needed for this long are ended; an idle service then costs no memory. */
const IDLE_MS = 60_000;

export interface RunnerOptions {
  readonly functions: readonly LambdaFunction[];
  /** Set for every function beside what the template says: endpoints, credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** The data folder: takes logs and what functions write to their local disk. */
  readonly folder: string;
  /** Processes of one function that run at once; more invocations wait. @default the number of cores */
  readonly concurrency?: number;
}

/** Runs the template's functions. */
export interface LambdaRunner {
  /**
   * Invokes a function by its ARN and gives its result.
   * @throws FunctionError where it failed, InvocationStoppedError where `signal` ended it
   */
  invoke(arn: string, event: unknown, signal?: AbortSignal): Promise<unknown>;
  /** Ends every process. Invocations under way fail. */
  close(): Promise<void>;
}

/** Prepares to run functions: each as its own child processes, which stay warm for the next invocation. */
export function createLambdaRunner({
  functions,
  environment,
  folder,
  concurrency = availableParallelism(),
}: RunnerOptions): LambdaRunner {
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const scratch = scratchFolder(folder);
  // Left by processes that were killed; nothing else uses this data folder now.
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
 * Where the functions' local disks are: as in Lambda, a path that no pattern of the SQL engine can take for one. The data
 * folder's own path may hold brackets.
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

/** What a function sees of the world: the template's variables, Lambda's own, and where the local servers are. */
function environmentOf(
  lambda: LambdaFunction,
  local: Readonly<Record<string, string>>,
  disk: string,
): Record<string, string> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE } = process.env;
  return {
    PATH,
    HOME,
    // A folder that whoever starts this may name, for compiled code.
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
