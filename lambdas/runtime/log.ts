import { Logger } from '@aws-lambda-powertools/logger';
import { parseRunInput, runIdOf } from '../../model/runs/run.ts';

/** Structured logs; every line of an invocation contains its run_id, its month and the id of its trace. */
export const logger = new Logger({ serviceName: 'movie-statistics' });

/** The fields of every line of an invocation, as far as its event contains them. */
export interface LogContext {
  readonly run_id?: string;
  readonly month?: string;
  readonly file?: string;
  readonly part?: number;
}

let current: LogContext = {};

/** Sets the fields of an invocation's lines from its event, and resets those of the previous invocation. */
export function beginLogging(step: string, event: object): void {
  current = contextOf(event);
  logger.resetKeys();
  logger.appendKeys({ step, ...current });
}

/** The fields of this invocation's lines. */
export const logContext = (): LogContext => current;

/** An event of any function: of a step within a run, of its first or last step, or EventBridge's status event. */
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

/** The fields for log lines from an event. Where it contains only the execution, the run's id is computed from it. */
export function contextOf(event: object): LogContext {
  const { run_id, month, file, part, input, detail, ...execution } = event as AnyEvent;
  const known = {
    run_id:
      run_id ??
      orUndefined(() => runIdOf(executionOf(detail) ?? (execution as Parameters<typeof runIdOf>[0]))),
    month: month ?? orUndefined(() => parseRunInput(detail ? JSON.parse(detail.input!) : input).month),
    file,
    part,
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

const executionOf = (detail: AnyEvent['detail']) =>
  detail && { execution_arn: detail.executionArn!, started_at: new Date(detail.startDate!).toISOString() };

/** Missing or invalid fields of an event are omitted from log lines. */
function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
