import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Executions, StatesError } from './executions.ts';
import type { ExecutionRecord } from './journal.ts';

/**
 * Step Functions' protocol, AWS JSON 1.0: a POST whose `x-amz-target` names the operation, with times in seconds since 1970.
 * The commands access it with the AWS SDK's client.
 */

type Body = Readonly<Record<string, unknown>>;
type Operation = (executions: Executions, body: Body) => Body | Promise<Body>;

const PAGE = 1_000;
const seconds = (milliseconds: number): number => milliseconds / 1000;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  StartExecution: (executions, { stateMachineArn, input, name }) => {
    const { executionArn, startDate } = executions.start(
      String(stateMachineArn),
      (input as string) ?? '{}',
      name as string | undefined,
    );
    return { executionArn, startDate: seconds(startDate) };
  },
  DescribeExecution: (executions, { executionArn }) => {
    const record = executions.describe(executionArn as string);
    return {
      ...summaryOf(record),
      input: record.input,
      inputDetails: { included: true },
      ...(record.output !== null && { output: record.output, outputDetails: { included: true } }),
      ...(record.error !== null && { error: record.error }),
      ...(record.cause !== null && { cause: record.cause }),
    };
  },
  ListExecutions: (executions, { stateMachineArn, statusFilter, maxResults, nextToken }) => {
    const found = executions
      .list(String(stateMachineArn))
      .filter(({ status }) => statusFilter === undefined || status === statusFilter);
    const page = paginate(found, maxResults, nextToken);
    return { executions: page.items.map(summaryOf), ...page.next };
  },
  StopExecution: async (executions, { executionArn, error, cause }) => {
    const record = await executions.stop(
      executionArn as string,
      error as string | undefined,
      cause as string | undefined,
    );
    return { stopDate: seconds(record.stopDate ?? record.startDate) };
  },
  GetExecutionHistory: (executions, { executionArn, maxResults, nextToken, reverseOrder }) => {
    const events = executions.history(executionArn as string);
    const page = paginate(reverseOrder ? events.toReversed() : events, maxResults, nextToken);
    return {
      events: page.items.map((event) => ({ ...event, timestamp: seconds(event.timestamp) })),
      ...page.next,
    };
  },
};

/** Serves one request of a Step Functions client. */
export async function answerStates(
  executions: Executions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    // Pages of other origins cannot send this header without a preflight.
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = OPERATIONS[target.replace(/^AWSStepFunctions\./, '')];
    if (!operation) throw new StatesError('UnknownOperationException', `Unknown operation: '${target}'`);
    const body = JSON.parse((await text(request)) || '{}') as Body;
    send(response, 200, await operation(executions, body));
  } catch (error) {
    const { name, message } = error as Error;
    const known = error instanceof StatesError;
    send(response, known ? 400 : 500, { __type: known ? name : 'InternalServerError', message });
  }
}

function summaryOf(record: ExecutionRecord): Body {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate } = record;
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate: seconds(startDate),
    ...(stopDate !== null && { stopDate: seconds(stopDate) }),
  };
}

/** A page of a list; the token is the index of the next item. */
function paginate<Item>(items: readonly Item[], maxResults: unknown, nextToken: unknown) {
  const start = Number(nextToken ?? 0);
  const size = typeof maxResults === 'number' && maxResults > 0 ? Math.min(maxResults, PAGE) : PAGE;
  const end = start + size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? { nextToken: String(end) } : {},
  };
}

function send(response: ServerResponse, status: number, body: Body): void {
  const json = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(json),
  });
  response.end(json);
}
