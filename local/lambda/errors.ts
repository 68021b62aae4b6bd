/** What Lambda answers where a function failed. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/**
 * A failed invocation as Step Functions sees it: the name is the error's literal name, which Retry and Catch match;
 * the message is Lambda's JSON, which becomes the Cause.
 */
export class FunctionError extends Error {
  override readonly name: string;

  constructor(failure: FunctionFailure) {
    super(JSON.stringify(failure));
    this.name = failure.errorType;
  }
}

/** An invocation that nobody waits for any more: its execution was stopped. */
export class InvocationStoppedError extends Error {
  override readonly name = 'InvocationStoppedError';
}
