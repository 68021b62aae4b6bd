import { Logger } from '@aws-lambda-powertools/logger';
import { parseRunInput, runIdOf } from '../../model/runs/run.ts';

/** Structured logs; every line of an invocation carries its run_id and month, and the id of its trace. */
export const logger = new Logger({ serviceName: 'movie-statistics' });

/** What every line of an invocation carries, as far as its event tells. */
export interface LogContext {
  readonly run_id?: string;
  readonly month?: string;
  readonly file?: string;
  readonly part?: number;
}

let current: LogContext = {};

/** Makes the lines of an invocation carry what its event tells, and forget the one before. */
export function beginLogging(step: string, event: object): void {
  current = contextOf(event);
  logger.resetKeys();
  logger.appendKeys({ step, ...current });
}

/** What the lines of this invocation carry. */
export const logContext = (): LogContext => current;

/** An event of any function: of a step within a run, of one that begins or ends it, or EventBridge's of an execution's end. */
interface AnyEvent extends LogContext {
  readonly execution_arn?: string;
  readonly started_at?: string;
  readonly input?: unknown;
  readonly detail?: {
    readonly executionArn?: string;
    readonly startDate?: number;
    readonly input?: string | null;
  };
}

/** What of an event every line should carry: where only the execution is told, the run's id is computed from it. */
export function contextOf(event: object): LogContext {
  const { run_id, month, file, part, input, detail, ...execution } = event as AnyEvent;
  const known = {
    run_id:
      run_id ?? quietly(() => runIdOf(executionOf(detail) ?? (execution as Parameters<typeof runIdOf>[0]))),
    month: month ?? quietly(() => parseRunInput(detail ? JSON.parse(detail.input!) : input).month),
    file,
    part,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

const executionOf = (detail: AnyEvent['detail']) =>
  detail && { execution_arn: detail.executionArn!, started_at: new Date(detail.startDate!).toISOString() };

/** What an event doesn't tell, or tells wrongly, is none of a log line's business. */
function quietly<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
