import type { StateMachine } from 'aws-local-stepfunctions';

/** An event of the interpreter. */
export type InterpreterEvent =
  ReturnType<StateMachine['run']>['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;

/** An event of an execution's history with Step Functions' ids and types. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly type: string;
  /** Details such as `stateEnteredEventDetails`. */
  readonly [details: string]: unknown;
}

type EventBody = Pick<HistoryEvent, 'type'> & Record<string, unknown>;

/** Maps an event of the interpreter to an event of GetExecutionHistory; null if Step Functions has no such event. */
export function historyEvent(event: InterpreterEvent): EventBody | null {
  switch (event.type) {
    case 'StateEntered':
      return {
        type: `${event.state.type}StateEntered`,
        stateEnteredEventDetails: { name: event.state.name, input: JSON.stringify(event.state.input) },
      };
    case 'StateExited':
      return {
        type: `${event.state.type}StateExited`,
        stateExitedEventDetails: {
          name: event.state.name,
          output: JSON.stringify(event.state.output ?? null),
        },
      };
    case 'StateFailed':
      return event.state.type === 'Task'
        ? {
            type: 'LambdaFunctionFailed',
            lambdaFunctionFailedEventDetails: { error: event.Error, cause: String(event.Cause ?? '') },
          }
        : event.state.type === 'Map'
          ? { type: 'MapStateFailed' }
          : null;
    case 'MapIterationStarted':
    case 'MapIterationSucceeded':
    case 'MapIterationFailed': {
      const details = event.type.replace(/^M/, 'm');
      return {
        type: event.type,
        [`${details}EventDetails`]: { name: event.parentState.name, index: event.index },
      };
    }
    default:
      return null;
  }
}
