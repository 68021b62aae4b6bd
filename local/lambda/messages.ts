import type { FunctionFailure } from './errors.ts';

/** What the runner tells a child. */
export interface InvocationMessage {
  readonly requestId: string;
  readonly event: unknown;
  /** Milliseconds since 1970. */
  readonly deadline: number;
}

/** What a child tells the runner; a result is JSON text, as Lambda answers it. */
export type AnswerMessage =
  | { readonly requestId: string; readonly result: string }
  | { readonly requestId: string; readonly failure: FunctionFailure };

/** What a child is started with, as its one argument. */
export interface ChildOptions {
  readonly file: string;
  readonly handler: string;
  readonly name: string;
  readonly arn: string;
  readonly memoryMb: number;
}
