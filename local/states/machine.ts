import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  ExecutionAbortedError,
  ExecutionTimeoutError,
  StateMachine,
  type StateMachineDefinition,
} from 'aws-local-stepfunctions';
import type { LambdaRunner } from '../lambda/runner.ts';
import { EXECUTION_CONTEXT, type JsonValue, readDefinition, type TaskOf } from './definition.ts';
import type { InterpreterEvent } from './history.ts';
import type { ExecutionStatus } from './journal.ts';

/** "The maximum size of input or output data for a task, state, or execution": 256 KiB of UTF-8. */
export const MAX_DATA_BYTES = 262_144;

/** Data above the limit ends an execution: "States.DataLimitExceeded … cannot be caught by States.ALL". */
export class DataLimitExceededError extends Error {
  override readonly name = 'States.DataLimitExceeded';
  // The interpreter reads these before Retry and Catch.
  readonly isRetryable = false;
  readonly isCatchable = false;

  constructor(what: string, bytes: number) {
    super(`${what} has ${bytes} bytes; the maximum between states is ${MAX_DATA_BYTES} bytes.`);
  }
}

/** The execution in the context object. */
export interface ExecutionContext {
  readonly Id: string;
  readonly Input: JsonValue;
  readonly Name: string;
  readonly RoleArn: string;
  /** ISO 8601. */
  readonly StartTime: string;
}

/** The end of an execution. */
export interface ExecutionEnd {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly output: JsonValue | undefined;
  readonly error: string | null;
  readonly cause: string | null;
}

/** A running execution. */
export interface RunningExecution {
  /** Resolves when the execution and its functions have ended. */
  readonly ended: Promise<ExecutionEnd>;
  /** Stops the execution and its running functions. */
  stop(): void;
}

export interface MachineOptions {
  readonly arn: string;
  readonly name: string;
  /** The template's definition with resolved references. */
  readonly definition: string;
  readonly runner: LambdaRunner;
}

/** A state machine. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  run(context: ExecutionContext, onEvent: (event: InterpreterEvent) => void): RunningExecution;
}

/** Creates a state machine. @throws UnsupportedStateError for parts that the interpreter does not support */
export function createMachine({ arn, name, definition, runner }: MachineOptions): Machine {
  const { machine, tasks } = readDefinition(definition);
  // The definition is not validated here: tests do that, and the validator would add half a second to each start.
  const interpreter = new StateMachine(machine as unknown as StateMachineDefinition, {
    validationOptions: { noValidate: true },
  });
  return {
    arn,
    name,
    run(context, onEvent) {
      const stopped = new AbortController();
      const failedMaps = new Set<string>();
      let dataFault: DataLimitExceededError | undefined;
      const underWay = new Set<Promise<unknown>>();

      async function call({ state, resource, maps }: TaskOf, input: JsonValue): Promise<JsonValue> {
        checkSize(`The input of "${state}"`, input);
        // After the failure of an item, the interpreter continues with the Map's waiting items; Step Functions does not.
        if (maps.length > 0) await nextTurn();
        if (stopped.signal.aborted || maps.some((map) => failedMaps.has(map)))
          throw new ExecutionAbortedError();
        const result = (await runner.invoke(resource, input, stopped.signal)) as JsonValue;
        checkSize(`The result of "${state}"`, result);
        return result;
      }

      const handlers = tasks.map((task) => [
        task.state,
        (input: JsonValue): Promise<JsonValue> => {
          const result = call(task, input);
          const settled = result.catch(() => {}).finally(() => underWay.delete(settled));
          underWay.add(settled);
          return result;
        },
      ]);
      const execution = interpreter.run(context.Input, {
        context: { [EXECUTION_CONTEXT]: context, StateMachine: { Id: arn, Name: name } },
        overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) },
      });
      const watched = watch(execution.eventLogs, (event) => {
        if (event.type === 'StateFailed' && event.state.type === 'Map') failedMaps.add(event.state.name);
        if (event.type === 'StateEntered' || event.type === 'StateRetried')
          failedMaps.delete(event.state.name);
        onEvent(event);
        if (event.type !== 'StateExited' || dataFault) return;
        try {
          checkSize(`The output of "${event.state.name}"`, event.state.output ?? null);
        } catch (error) {
          dataFault = error as DataLimitExceededError;
          execution.abort();
        }
      });

      async function end(): Promise<ExecutionEnd> {
        try {
          const output = await execution.result;
          return dataFault ? failed(dataFault) : { status: 'SUCCEEDED', output, error: null, cause: null };
        } catch (error) {
          return dataFault ? failed(dataFault) : endOf(error);
        } finally {
          // Stops the functions of the ended execution. On AWS they may run on for minutes.
          stopped.abort();
          await Promise.all(underWay);
          watched.stop();
        }
      }

      return {
        ended: end(),
        stop() {
          stopped.abort();
          execution.abort();
        },
      };
    },
  };
}

function checkSize(what: string, data: JsonValue): void {
  const bytes = Buffer.byteLength(JSON.stringify(data) ?? 'null');
  if (bytes > MAX_DATA_BYTES) throw new DataLimitExceededError(what, bytes);
}

/** Forwards every event until it is stopped. */
function watch(events: AsyncGenerator<InterpreterEvent>, onEvent: (event: InterpreterEvent) => void) {
  let listening = true;
  void (async () => {
    for await (const event of events) {
      if (!listening) return;
      onEvent(event);
    }
  })();
  return {
    stop() {
      listening = false;
    },
  };
}

function failed({ name, message }: Error): ExecutionEnd {
  return { status: 'FAILED', output: undefined, error: name, cause: message };
}

function endOf(error: unknown): ExecutionEnd {
  if (error instanceof ExecutionAbortedError) {
    return { status: 'ABORTED', output: undefined, error: null, cause: null };
  }
  if (error instanceof ExecutionTimeoutError) {
    return { status: 'TIMED_OUT', output: undefined, error: null, cause: null };
  }
  // The interpreter wraps the error that failed the execution.
  return failed(error instanceof Error && error.cause instanceof Error ? error.cause : (error as Error));
}
