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

/** What of the state machine's input a command gives. */
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

/** What a command starts and follows to its end. */
export interface RunRequest {
  /** What people call it. */
  readonly what: string;
  /** Stands before every line of its progress. */
  readonly label: string;
  readonly stateMachineArn: (info: StackNames) => string;
  readonly input: object;
}

/** The order to run a month. */
export const monthRequest = (input: MonthInput): RunRequest => ({
  what: 'month',
  label: input.month,
  stateMachineArn: (info) => info.state_machine_arn,
  input,
});

/** The order to go back to the release before, or to that of a run. */
export const rollbackRequest = (input: { readonly to?: string; readonly reason?: string }): RunRequest => ({
  what: 'rollback',
  label: 'rollback',
  stateMachineArn: (info) => info.rollback_state_machine_arn,
  input,
});

/** How a run ended. */
export interface FinishedRun {
  readonly succeeded: boolean;
  /** The final `run.json` as it lies in S3; null where the run could not even be recorded. */
  readonly record: string | null;
  /** Why it failed, on one line: the error's name and its sentence. */
  readonly failure: string | null;
}

/** How long to wait before an execution is asked for the nth time how far it is, in milliseconds. */
export type PollInterval = (looks: number) => number;

/** An execution on this machine is asked as often as people can read. */
const localPollInterval: PollInterval = () => 100;

/** Starts a run. Everything after this is safe to repeat. */
export async function startRun({ sfn }: Clients, info: StackNames, request: RunRequest): Promise<string> {
  const started = await sfn.send(
    new StartExecutionCommand({
      // So that asking again after a lost answer starts no second one.
      name: randomUUID(),
      stateMachineArn: request.stateMachineArn(info),
      input: JSON.stringify(request.input),
    }),
  );
  return started.executionArn!;
}

/** Ends a run from outside. */
export async function stopRun({ sfn }: Clients, executionArn: string, cause: string): Promise<void> {
  await sfn.send(new StopExecutionCommand({ executionArn, cause }));
}

/** Follows a run to its end, and tells its progress. */
export async function followRun(
  clients: Clients,
  {
    executionArn,
    label,
    log,
    pace = localPollInterval,
  }: { executionArn: string; label: string; log: (line: string) => void; pace?: PollInterval },
): Promise<FinishedRun> {
  const { sfn } = clients;
  const describe = () => sfn.send(new DescribeExecutionCommand({ executionArn }));
  let execution = await onceKnown(describe, pace);
  const runId = runIdOf({ execution_arn: executionArn, started_at: execution.startDate!.toISOString() });
  const progress = createProgress({
    label,
    runId,
    log,
    read: (key) => clients.bucket.findJson(key),
  });
  let told = 0;
  for (let looks = 0; ; looks += 1) {
    // Asked in this order, so that what happened before the end is told before it.
    const running = execution.status === 'RUNNING';
    const events = await onceKnown(() => newEvents(clients, executionArn, told), pace);
    for (const event of events) {
      await progress(event);
      told = event.id!;
    }
    if (!running) break;
    await delay(pace(looks));
    execution = await describe();
  }
  return finishedRun(execution, await clients.bucket.findText(runRecordKey(runId)));
}

/** How often an execution is asked for that Step Functions doesn't know yet, though it has just started it. */
const FIRST_LOOKS = 10;

/** What Step Functions tells of an execution. Its answers are eventually consistent: of the newest it may know nothing at first. */
async function onceKnown<Answer>(ask: () => Promise<Answer>, pace: PollInterval): Promise<Answer> {
  for (let looks = 0; ; looks += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ExecutionDoesNotExist) || looks === FIRST_LOOKS) throw error;
      await delay(pace(looks));
    }
  }
}

async function newEvents({ sfn }: Clients, executionArn: string, told: number): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  // The newest first: a long history is not read again from its beginning.
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 200, nextToken }),
    );
    const fresh = (page.events ?? []).filter(({ id }) => id! > told);
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
    message: sentenceOf(execution.cause ?? 'it was ended without a reason'),
  };
  // Engines draw pictures of where a query went wrong, over many lines.
  const [sentence] = `${name}: ${message}`.split('\n');
  return { succeeded: false, record, failure: sentence! };
}

/** Lambda's causes are JSON. */
function sentenceOf(cause: string): string {
  try {
    return (JSON.parse(cause) as { errorMessage?: string }).errorMessage ?? cause;
  } catch {
    return cause;
  }
}
