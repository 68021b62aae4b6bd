import { randomUUID } from 'node:crypto';
import type { JsonValue } from './definition.ts';
import { type EventBus, statusChange } from './event-rules.ts';
import { type HistoryEvent, historyEvent } from './history.ts';
import type { ExecutionRecord, Journal } from './journal.ts';
import type { ExecutionEnd, Machine, RunningExecution } from './machine.ts';

/** An error response of Step Functions. The name is the error's type. */
export class StatesError extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface ExecutionsOptions {
  readonly machines: readonly Machine[];
  readonly journal: Journal;
  readonly bus: EventBus;
  readonly now: () => Date;
  /** Called if an event could not be delivered. */
  readonly onUndelivered: (record: ExecutionRecord, error: Error) => void;
}

/** The executions of the state machines: running ones and those of the journal. */
export interface Executions {
  /** @throws StatesError as StartExecution does. Names are unique across all state machines */
  start(stateMachineArn: string, input: string, name?: string): ExecutionRecord;
  /** Resolves after the journal contains the execution as ABORTED and its event has been delivered. */
  stop(arn: string, error?: string, cause?: string): Promise<ExecutionRecord>;
  /** @throws StatesError ExecutionDoesNotExist */
  describe(arn: string): ExecutionRecord;
  /** @throws StatesError StateMachineDoesNotExist */
  list(stateMachineArn: string): readonly ExecutionRecord[];
  history(arn: string): readonly HistoryEvent[];
  /** Marks executions that an earlier process left RUNNING as ABORTED, and delivers pending events. */
  recover(): Promise<void>;
  /** Resolves when no execution is running. */
  idle(): Promise<void>;
  /** Refuses new executions and stops the running ones. */
  stopAll(cause: string): Promise<void>;
}

interface Live {
  readonly execution: RunningExecution;
  /** Resolves when the end is in the journal and its event has been delivered. */
  readonly settled: Promise<void>;
  stopped?: { readonly error: string | null; readonly cause: string | null };
}

/** Runs executions of state machines and writes their journal. */
export function createExecutions({
  machines,
  journal,
  bus,
  now,
  onUndelivered,
}: ExecutionsOptions): Executions {
  const live = new Map<string, Live>();
  let closing = false;
  const arnOf = ({ arn }: Machine, name: string): string =>
    `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
  const nameOf = (arn: string): string => arn.split(':').at(-1) ?? '';

  function machineOf(arn: string): Machine {
    const found = machines.find((machine) => machine.arn === arn);
    if (found) return found;
    throw new StatesError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  function describe(arn: string): ExecutionRecord {
    const record = journal.find(nameOf(arn));
    if (record?.executionArn === arn) return record;
    throw new StatesError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  function start(stateMachineArn: string, input: string, name: string = randomUUID()): ExecutionRecord {
    const machine = machineOf(stateMachineArn);
    if (closing) throw new StatesError('StateMachineDeleting', 'The local stack is closing.');
    const parsed = parse(input);
    checkName(name);
    const earlier = journal.find(name);
    // "StartExecution is idempotent … if called with the same name and input as a running execution".
    const same = earlier?.stateMachineArn === machine.arn && earlier.input === input;
    if (same && earlier.status === 'RUNNING') return earlier;
    if (earlier) {
      throw new StatesError('ExecutionAlreadyExists', `Execution Already Exists: '${earlier.executionArn}'`);
    }
    const startDate = now().getTime();
    const record: ExecutionRecord = {
      executionArn: arnOf(machine, name),
      stateMachineArn: machine.arn,
      name,
      status: 'RUNNING',
      startDate,
      stopDate: null,
      input,
      output: null,
      error: null,
      cause: null,
      delivered: false,
    };
    journal.write(record);
    const events = recordEvents(journal, name);
    events.add({ type: 'ExecutionStarted', executionStartedEventDetails: { input } }, startDate);
    const execution = machine.run(
      {
        Id: record.executionArn,
        Input: parsed,
        Name: name,
        RoleArn: '',
        StartTime: new Date(startDate).toISOString(),
      },
      (event) => {
        const body = historyEvent(event);
        if (body) events.add(body, event.timestamp);
      },
    );
    const entry: Live = { execution, settled: settle() };
    live.set(record.executionArn, entry);
    return record;

    async function settle(): Promise<void> {
      const end = await execution.ended;
      const { error, cause } = end.status === 'ABORTED' ? (entry.stopped ?? end) : end;
      const stopDate = now().getTime();
      const output = end.status === 'SUCCEEDED' ? JSON.stringify(end.output ?? null) : null;
      const finished = { ...record, status: end.status, stopDate, output, error, cause };
      events.add(endEvent(finished, end), stopDate);
      // The journal is written after the delivery, so that an execution is recorded as finished only after its event is delivered.
      journal.write({ ...finished, delivered: await deliver(finished) });
      live.delete(record.executionArn);
    }
  }

  async function deliver(record: ExecutionRecord): Promise<boolean> {
    try {
      await bus(statusChange(record, now(), randomUUID()));
      return true;
    } catch (error) {
      onUndelivered(record, error as Error);
      return false;
    }
  }

  async function stop(arn: string, error?: string, cause?: string): Promise<ExecutionRecord> {
    const entry = live.get(describe(arn).executionArn);
    if (entry) {
      entry.stopped ??= { error: error ?? null, cause: cause ?? null };
      entry.execution.stop();
      await entry.settled;
    }
    return describe(arn);
  }

  return {
    start,
    stop,
    describe,
    list(stateMachineArn) {
      const { arn } = machineOf(stateMachineArn);
      return journal.list().filter((record) => record.stateMachineArn === arn);
    },
    history: (arn) => journal.events(describe(arn).name),
    async recover() {
      for (const record of journal.list().filter(({ delivered }) => !delivered)) {
        const ended: ExecutionRecord =
          record.status === 'RUNNING'
            ? {
                ...record,
                status: 'ABORTED',
                stopDate: now().getTime(),
                cause: 'The process that ran it has ended.',
              }
            : record;
        journal.write({ ...ended, delivered: await deliver(ended) });
      }
    },
    async idle() {
      while (live.size > 0) await Promise.all([...live.values()].map(({ settled }) => settled));
    },
    async stopAll(cause) {
      closing = true;
      await Promise.all([...live.keys()].map((arn) => stop(arn, undefined, cause)));
    },
  };
}

function recordEvents(journal: Journal, name: string) {
  let id = 0;
  return {
    add(body: Pick<HistoryEvent, 'type'> & Record<string, unknown>, timestamp: number): void {
      const previousEventId = id++;
      journal.addEvents(name, [{ id, previousEventId, timestamp, ...body }]);
    },
  };
}

function endEvent({ status, output, error, cause }: ExecutionRecord, end: ExecutionEnd) {
  const details = status === 'SUCCEEDED' ? { output } : { error, cause };
  const names = {
    SUCCEEDED: 'Succeeded',
    FAILED: 'Failed',
    TIMED_OUT: 'TimedOut',
    ABORTED: 'Aborted',
  } as const;
  const name = names[end.status];
  return { type: `Execution${name}`, [`execution${name}EventDetails`]: details };
}

function parse(input: string): JsonValue {
  try {
    return JSON.parse(input) as JsonValue;
  } catch (error) {
    throw new StatesError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${(error as Error).message}'`,
    );
  }
}

/** "Names must be unique … and cannot contain white space, brackets, wildcards or special characters". */
function checkName(name: string): void {
  if (!/^[\w.-]{1,80}$/.test(name)) throw new StatesError('InvalidName', `Invalid Name: '${name}'`);
}
