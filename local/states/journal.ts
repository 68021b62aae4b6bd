import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryEvent } from './history.ts';

/** The status of an execution. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** An execution in the journal. Times are milliseconds since 1970. */
export interface ExecutionRecord {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly stopDate: number | null;
  /** Input and output as JSON. */
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  /** Whether the event of its end has been delivered. */
  readonly delivered: boolean;
}

/** Stores executions and their histories in a folder, so that interrupted executions are known after a crash. */
export interface Journal {
  /** Every execution, the newest first. */
  list(): ExecutionRecord[];
  find(name: string): ExecutionRecord | undefined;
  write(record: ExecutionRecord): void;
  addEvents(name: string, events: readonly HistoryEvent[]): void;
  events(name: string): HistoryEvent[];
}

/** Opens the journal in a folder. Records are replaced atomically. */
export function openJournal(folder: string): Journal {
  mkdirSync(folder, { recursive: true });
  const fileOf = (name: string): string => join(folder, `${name}.json`);
  const historyOf = (name: string): string => join(folder, `${name}.history.jsonl`);
  const records = new Map<string, ExecutionRecord>();
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.json')) continue;
    const record = JSON.parse(readFileSync(join(folder, file), 'utf8')) as ExecutionRecord;
    records.set(record.name, record);
  }
  return {
    // The records are reversed before sorting, so that of two records with the same time the later one is first.
    list: () => [...records.values()].toReversed().toSorted((a, b) => b.startDate - a.startDate),
    find: (name) => records.get(name),
    write(record) {
      const file = fileOf(record.name);
      writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`);
      renameSync(`${file}.new`, file);
      records.set(record.name, record);
    },
    addEvents(name, events) {
      appendFileSync(historyOf(name), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    },
    events(name) {
      try {
        const lines = readFileSync(historyOf(name), 'utf8').split('\n').slice(0, -1);
        return lines.map((line) => JSON.parse(line) as HistoryEvent);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    },
  };
}
