import type { FunctionFailure } from './errors.ts';

/** A message from the runner to a child. */
export interface InvocationMessage {
  readonly requestId: string;
  readonly event: unknown;
  /** Milliseconds since 1970. */
  readonly deadline: number;
}

/** A message from a child to the runner. A result is JSON text, as in Lambda's response. */
export type AnswerMessage =
  | { readonly requestId: string; readonly result: string }
  | { readonly requestId: string; readonly failure: FunctionFailure };

/** The options of a child, passed as its only argument. */
export interface ChildOptions {
  readonly file: string;
  readonly handler: string;
  readonly name: string;
  readonly arn: string;
  readonly memoryMb: number;
}
