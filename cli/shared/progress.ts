import type { HistoryEvent } from '@aws-sdk/client-sfn';
import {
  auditReportKey,
  cleanUpReportKey,
  exportReportKey,
  ingestReportKey,
  normalizeReportKey,
  publishReportKey,
} from '../../model/keys.ts';
import type {
  AuditReport,
  CleanUpReport,
  ExportReport,
  IngestReport,
  NormalizeReport,
  PublishReport,
} from '../../model/runs/reports.ts';
import { count } from './columns.ts';

/** Reads a report of the run; null if there is none. */
export type ReadReport = <Report>(key: string) => Promise<Report | null>;

export interface ProgressOptions {
  /** The prefix of every line: the month. */
  readonly label: string;
  readonly runId: string;
  readonly read: ReadReport;
  readonly log: (line: string) => void;
}

/** The interval of progress lines of a Map state, in milliseconds. */
const MAP_EVERY_MS = 2_000;
const NAME_WIDTH = 36;

/** Logs the events of an execution: one line per step, with time, counts and speed. */
export function createProgress({ label, runId, read, log }: ProgressOptions) {
  const entered = new Map<string, number>();
  const maps = new Map<string, { items: number; done: number; loggedAt: number }>();
  let waits = false;
  let files: readonly string[] = [];
  let parts: readonly { file: string; part: number }[] = [];

  async function exited(name: string, at: number, output: string | undefined): Promise<void> {
    const began = entered.get(name);
    entered.delete(name);
    if (began === undefined) return;
    const seconds = (at - began) / 1000;
    const state = JSON.parse(output ?? 'null') as { files?: string[]; parts?: typeof parts } | null;
    files = state?.files ?? files;
    parts = state?.parts ?? parts;
    const details = await detailsOf(name, seconds);
    log(
      `${label}  ${name.padEnd(NAME_WIDTH)} ${seconds.toFixed(1).padStart(6)} s${details && `   ${details}`}`,
    );
  }

  /** The figures of a step's report. */
  async function detailsOf(name: string, seconds: number): Promise<string> {
    switch (name) {
      case 'Copy every raw file': {
        const reports = await all<IngestReport>(files.map((file) => ingestReportKey(runId, file)));
        return `${reports.length} files, ${speed(
          sum(reports, ({ bytes }) => bytes),
          seconds,
        )}`;
      }
      case 'Normalize every part': {
        const reports = await all<NormalizeReport>(
          parts.map(({ file, part }) => normalizeReportKey(runId, file, part)),
        );
        const rows = count(sum(reports, (report) => report.read));
        return `${rows} rows in ${reports.length} parts, ${speed(
          sum(reports, ({ bytes }) => bytes),
          seconds,
        )}`;
      }
      case 'Audit the run': {
        const audit = await read<AuditReport>(auditReportKey(runId));
        const counts = Object.values(audit?.files ?? {});
        const total = (key: 'accepted' | 'quarantined' | 'duplicates'): string =>
          count(sum(counts, (file) => file[key]));
        return `${total('accepted')} accepted, ${total('quarantined')} quarantined, ${total('duplicates')} duplicates`;
      }
      case 'Make the downloads': {
        const files = (await read<ExportReport>(exportReportKey(runId)))?.tables.flatMap(
          (table) => table.files,
        );
        return files
          ? `${count(files.length)} files, ${count(files.filter(({ written }) => written).length)} new, ${speed(
              sum(files, ({ bytes }) => bytes),
              seconds,
            )}`
          : '';
      }
      case 'Compare with the live release': {
        const changes = (await read<PublishReport>(publishReportKey(runId)))?.changes;
        return changes
          ? `${count(changes.added)} documents added, ${count(changes.changed)} changed, ${count(changes.removed)} removed`
          : '';
      }
      case 'Fill the idle slot': {
        const filled = (await read<PublishReport>(publishReportKey(runId)))?.filled;
        return filled ? `${count(filled.documents)} documents, ${speed(filled.bytes, seconds)}` : '';
      }
      case 'Clean up after older runs': {
        const report = await read<CleanUpReport>(cleanUpReportKey(runId));
        const objects = sum(Object.values(report?.deleted ?? {}), (prefix) => prefix.objects);
        return report && objects > 0
          ? `${count(objects)} objects of ${count(report.runs.length)} runs deleted`
          : '';
      }
      default:
        return '';
    }
  }

  const all = async <Report>(keys: readonly string[]): Promise<Report[]> =>
    (await Promise.all(keys.map((key) => read<Report>(key)))).filter((report) => report !== null);

  return async (event: HistoryEvent): Promise<void> => {
    const type = event.type as string;
    const at = event.timestamp!.getTime();
    if (/^(Task|Map|Wait)StateEntered$/.test(type)) {
      const name = event.stateEnteredEventDetails!.name!;
      entered.set(name, at);
      if (type === 'MapStateEntered') maps.set(name, { items: 0, done: 0, loggedAt: at });
    } else if (type === 'LambdaFunctionFailed') {
      if (waits || event.lambdaFunctionFailedEventDetails?.error !== 'RunInProgressError') return;
      waits = true;
      log(`${label}  Waiting for the run in progress`);
    } else if (type === 'MapIterationStarted') {
      const map = maps.get(event.mapIterationStartedEventDetails!.name!);
      if (map) map.items++;
    } else if (type === 'MapIterationSucceeded') {
      const name = event.mapIterationSucceededEventDetails!.name!;
      const map = maps.get(name);
      if (!map) return;
      map.done++;
      if (at - map.loggedAt < MAP_EVERY_MS) return;
      map.loggedAt = at;
      log(`${label}  ${name.padEnd(NAME_WIDTH)} ${`${map.done} done`.padStart(8)}`);
    } else if (/^(Task|Map|Wait)StateExited$/.test(type)) {
      const { name, output } = event.stateExitedEventDetails!;
      // States within a Map are covered by its own line.
      if (maps.size > 0 && !maps.has(name!) && [...maps.keys()].some((map) => entered.has(map))) return;
      // A short wait is not worth a line.
      if (type.startsWith('Wait') && at - (entered.get(name!) ?? at) < 1000) return;
      await exited(name!, at, output);
    }
  };
}

const sum = <Item>(items: readonly Item[], value: (item: Item) => number): number =>
  items.reduce((total, item) => total + value(item), 0);

function speed(bytes: number, seconds: number): string {
  const megabytes = bytes / 1e6;
  const rate = megabytes / Math.max(seconds, 0.001);
  return `${megabytes.toFixed(1)} MB, ${rate.toFixed(rate < 10 ? 1 : 0)} MB/s`;
}
