/** Lambda's response for a failed function. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/**
 * A failed invocation in the form that Step Functions receives. Retry and Catch match its name. Its message is Lambda's JSON,
 * which becomes the Cause.
 */
export class FunctionError extends Error {
  override readonly name: string;

  constructor(failure: FunctionFailure) {
    super(JSON.stringify(failure));
    this.name = failure.errorType;
  }
}

/** The execution of an invocation was stopped. */
export class InvocationStoppedError extends Error {
  override readonly name = 'InvocationStoppedError';
}
