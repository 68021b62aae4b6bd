import { createRequire, flushCompileCache } from 'node:module';
import type { FunctionFailure } from './errors.ts';
import type { AnswerMessage, ChildOptions, InvocationMessage } from './messages.ts';

/** The process of a function: loads its bundle once, then runs one invocation at a time. */

type Handler = (event: unknown, context: unknown) => unknown;

const options = JSON.parse(process.argv[2]!) as ChildOptions;

/** The child ends with its runner. */
process.once('disconnect', () => process.exit());

const loaded = load();

process.on('message', async (message: InvocationMessage) => {
  const { requestId } = message;
  try {
    const result = await (await loaded)(message.event, contextOf(message));
    answer({ requestId, result: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    answer({ requestId, failure: failureOf(error) });
  }
});

async function load(): Promise<Handler> {
  const exported = createRequire(options.file)(options.file) as Record<string, unknown>;
  const handler = exported[options.handler];
  if (typeof handler === 'function') return handler as Handler;
  throw Object.assign(new Error(`${options.handler} is undefined or not exported`), {
    name: 'Runtime.HandlerNotFound',
  });
}

// An error while the bundle is loaded is reported by the invocation, not as an unhandled rejection.
loaded.catch(() => {});

let answered = false;

function answer(message: AnswerMessage): void {
  process.send!(message);
  // The compile cache is written now, because Node.js cannot write it when a signal ends the child.
  if (!answered) flushCompileCache();
  answered = true;
}

/** The error of a handler as Lambda's Node.js runtime reports it. */
function failureOf(error: unknown): FunctionFailure {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  };
}

/** The documented fields of Lambda's context object. */
function contextOf({ requestId, deadline }: InvocationMessage) {
  return {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: options.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: options.arn,
    memoryLimitInMB: String(options.memoryMb),
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}
