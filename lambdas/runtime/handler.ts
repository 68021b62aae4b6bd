import type { EventLoopUtilization } from 'node:perf_hooks';
import type { Context } from 'aws-lambda';
import { measureUsage } from '../../aws/usage.ts';
import { PipelineError, TransientError } from '../../model/errors.ts';
import { beginLogging, logger } from './log.ts';
import { emitMetrics } from './metrics.ts';
import { requestsSettled } from './s3-client.ts';

/** The names of temporary errors of the SDK and the network. */
const TRANSIENT = new Set([
  'SlowDown',
  'ServiceUnavailable',
  'InternalError',
  'InternalServerError',
  'RequestTimeout',
  'RequestTimeTooSkewed',
  'TimeoutError',
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'NetworkingError',
  // The response to CompleteMultipartUpload was lost: after the retry S3 no longer knows the upload.
  'NoSuchUpload',
]);
const TRANSIENT_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** Whether a retry may help: throttling, a server error, or a broken connection. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, code, $metadata } = error as {
    name: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    TRANSIENT.has(name) ||
    (code !== undefined && TRANSIENT_CODES.has(code)) ||
    status === 429 ||
    status >= 500
  );
}

/**
 * Wraps a step: logs its start, end and failure with the run's id, emits its time and memory as metrics, and turns temporary
 * errors into TransientError, which the state machine retries. `now` is the clock that the step uses. Lambda's context contains
 * the remaining time.
 */
export function step<Event extends object, Result>(
  name: string,
  run: (event: Event, now: () => Date) => Promise<Result>,
): (event: Event, context?: Pick<Context, 'getRemainingTimeInMillis'>) => Promise<Result> {
  return async (event, context) => {
    const began = performance.now();
    const timeoutMs = context?.getRemainingTimeInMillis();
    const loop = performance.eventLoopUtilization();
    const cpu = process.cpuUsage();
    beginLogging(name, event);
    logger.info('begins');
    try {
      const result = await measureUsage(() => run(event, () => new Date()));
      logger.info('ended', {
        seconds: (performance.now() - began) / 1000,
        ...timesSpent(loop, cpu),
        peak_memory_mb: peakMemoryMb(),
      });
      return result;
    } catch (error) {
      logger.error('failed', error as Error);
      await requestsSettled();
      if (!(error instanceof PipelineError) && isTransient(error)) {
        throw new TransientError(`${name} failed temporarily: ${(error as Error).message}`, {
          cause: error,
        });
      }
      throw error;
    } finally {
      const milliseconds = performance.now() - began;
      emitMetrics(
        {
          Seconds: milliseconds / 1000,
          MemoryUsed: peakMemoryMb(),
          ...(timeoutMs && { TimeoutUsed: (100 * milliseconds) / timeoutMs }),
        },
        { step: name },
      );
    }
  };
}

/** The peak memory of the process, which may have served earlier invocations. Node reports kilobytes. */
const peakMemoryMb = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

/** The CPU time of an invocation on all threads, and the time in which it only waited for S3 or the SQL engine. */
function timesSpent(loop: EventLoopUtilization, cpu: NodeJS.CpuUsage) {
  const { user, system } = process.cpuUsage(cpu);
  return {
    cpu_seconds: (user + system) / 1e6,
    waiting_seconds: performance.eventLoopUtilization(loop).idle / 1000,
  };
}
