import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { StackNames } from '../../local/stack/info.ts';
import { runRecordKey } from '../../model/keys.ts';
import { runIdOf } from '../../model/runs/run.ts';
import type { Clients } from './clients.ts';
import { createProgress } from './progress.ts';

/** The input fields of the state machine that commands set. */
export interface MonthInput {
  readonly month: string;
  readonly source?: string;
  readonly from?: string;
  readonly dry_run?: boolean;
  readonly remove?: boolean;
  readonly publish?: boolean;
  readonly force?: boolean;
  readonly reason?: string;
}

/** A run that a command starts and follows. */
export interface RunRequest {
  /** The name of the run in messages. */
  readonly what: string;
  /** The prefix of its progress lines. */
  readonly label: string;
  readonly stateMachineArn: (info: StackNames) => string;
  readonly input: object;
}

/** Requests the run of a month. */
export const monthRequest = (input: MonthInput): RunRequest => ({
  what: 'month',
  label: input.month,
  stateMachineArn: (info) => info.state_machine_arn,
  input,
});

/** Requests a rollback to the previous release, or to the release of a run. */
export const rollbackRequest = (input: { readonly to?: string; readonly reason?: string }): RunRequest => ({
  what: 'rollback',
  label: 'rollback',
  stateMachineArn: (info) => info.rollback_state_machine_arn,
  input,
});

/** How a run ended. */
export interface FinishedRun {
  readonly succeeded: boolean;
  /** The text of the final `run.json`; null if the run was not recorded. */
  readonly record: string | null;
  /** The failure on one line: the error's name and message. */
  readonly failure: string | null;
}

/** The pause before the nth poll of an execution, in milliseconds. */
export type PollInterval = (polls: number) => number;

/** The interval for an execution on this machine. */
const localPollInterval: PollInterval = () => 100;

/** Starts a run; returns the ARN of its execution. */
export async function startRun({ sfn }: Clients, info: StackNames, request: RunRequest): Promise<string> {
  const started = await sfn.send(
    new StartExecutionCommand({
      // A repeated request with the same name starts no second execution.
      name: randomUUID(),
      stateMachineArn: request.stateMachineArn(info),
      input: JSON.stringify(request.input),
    }),
  );
  return started.executionArn!;
}

/** Stops a run. */
export async function stopRun({ sfn }: Clients, executionArn: string, cause: string): Promise<void> {
  await sfn.send(new StopExecutionCommand({ executionArn, cause }));
}

/** Follows a run to its end and logs its progress. */
export async function followRun(
  clients: Clients,
  {
    executionArn,
    label,
    log,
    pollInterval = localPollInterval,
  }: {
    executionArn: string;
    label: string;
    log: (line: string) => void;
    pollInterval?: PollInterval;
  },
): Promise<FinishedRun> {
  const { sfn } = clients;
  const describe = () => sfn.send(new DescribeExecutionCommand({ executionArn }));
  let execution = await onceKnown(describe, pollInterval);
  const runId = runIdOf({ execution_arn: executionArn, started_at: execution.startDate!.toISOString() });
  const progress = createProgress({
    label,
    runId,
    log,
    read: (key) => clients.bucket.findJson(key),
  });
  let lastEvent = 0;
  for (let polls = 0; ; polls += 1) {
    // The status is read before the events, so that the events of a finished execution are complete.
    const running = execution.status === 'RUNNING';
    const events = await onceKnown(() => newEvents(clients, executionArn, lastEvent), pollInterval);
    for (const event of events) {
      await progress(event);
      lastEvent = event.id!;
    }
    if (!running) break;
    await delay(pollInterval(polls));
    execution = await describe();
  }
  return finishedRun(execution, await clients.bucket.findText(runRecordKey(runId)));
}

/** The maximum number of polls for a new execution that Step Functions does not return yet. */
const MAX_FIRST_POLLS = 10;

/** Repeats a request until Step Functions returns the execution, because its reads are eventually consistent. */
async function onceKnown<Answer>(ask: () => Promise<Answer>, pollInterval: PollInterval): Promise<Answer> {
  for (let polls = 0; ; polls += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ExecutionDoesNotExist) || polls === MAX_FIRST_POLLS) throw error;
      await delay(pollInterval(polls));
    }
  }
}

async function newEvents({ sfn }: Clients, executionArn: string, lastEvent: number): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  // Newest first, so that each poll reads only new events.
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 200, nextToken }),
    );
    const fresh = (page.events ?? []).filter(({ id }) => id! > lastEvent);
    events.push(...fresh);
    nextToken = fresh.length === page.events?.length ? page.nextToken : undefined;
  } while (nextToken !== undefined);
  return events.toReversed();
}

function finishedRun(execution: DescribeExecutionOutput, record: string | null): FinishedRun {
  if (execution.status === 'SUCCEEDED') return { succeeded: true, record, failure: null };
  const recorded =
    record === null ? null : (JSON.parse(record) as { error: { name: string; message: string } | null });
  const { name, message } = recorded?.error ?? {
    name: execution.error ?? `Execution${execution.status}`,
    message: sentenceOf(execution.cause ?? 'it ended without a cause'),
  };
  // Only the first line is used: SQL engines append lines that mark the position of an error.
  const [sentence] = `${name}: ${message}`.split('\n');
  return { succeeded: false, record, failure: sentence! };
}

/** Extracts the message from a cause. Causes from Lambda are JSON. */
function sentenceOf(cause: string): string {
  try {
    return (JSON.parse(cause) as { errorMessage?: string }).errorMessage ?? cause;
  } catch {
    return cause;
  }
}
