import { shownColumn, shownNames } from '../../model/data/visible-text.ts';
import type { AddressChanges, Gate, MovieChanges } from '../../model/runs/reports.ts';
import type { FileRecord, RunRecord } from '../../model/runs/run-record.ts';
import { columns, count, percent } from './columns.ts';

/** Whether a real run would pass, according to the record of a dry run. */
export const wouldPass = ({ outcome, gates, force }: RunRecord): boolean =>
  outcome === 'succeeded' && (force === true || gates.every(({ passed }) => passed));

/**
 * The findings of a dry run: the rows of every file with quarantine reasons, gates and warnings. `target` is the option
 * that names the stack in printed commands.
 */
export function dryRunText(record: RunRecord, target: string): string {
  const { run_id, month, from, source, files, gates, force, changes_movies, warnings = [] } = record;
  const read = files.filter(({ counts }) => counts !== null);
  const copied = files.filter(({ counts }) => counts === null);
  return [
    // The run that removes a month has no first step.
    `${month} ${from === null ? 'removed' : `from ${source ?? 'its raw copy'}`}: a dry run (${run_id}), nothing is committed.`,
    ...(read.length > 0 ? ['', ...countsOf(read)] : []),
    ...(copied.length > 0
      ? ['', `Copied only, because no table reads them: ${copied.map(nameAndSize).join(', ')}.`]
      : []),
    ...(changes_movies === null ? [] : ['', changesText(changes_movies)]),
    ...addressLines(record.genre_addresses),
    ...(gates.length > 0 ? ['', ...gates.map(gateText)] : []),
    ...(warnings.length > 0 ? ['', ...warnings.map((warning) => `Warning: ${warning}`)] : []),
    '',
    verdict(wouldPass(record), gates, force === true),
    ...(read.some(({ counts }) => counts!.quarantined > 0)
      ? [`The quarantined rows: npm run quarantine -- --run ${run_id}${target}`]
      : []),
  ].join('\n');
}

function countsOf(files: readonly FileRecord[]): string[] {
  const rows = files.map(({ file, counts }) => [
    file,
    ...[counts!.read, counts!.accepted, counts!.quarantined, counts!.duplicates].map(count),
  ]);
  const lines = columns([['file', 'read', 'accepted', 'quarantined', 'duplicates'], ...rows], [1, 2, 3, 4]);
  const notes = files.map(({ counts, extra_columns }) => [
    ...Object.entries(counts!.reasons)
      .toSorted(([, a], [, b]) => b - a)
      .map(([reason, rows]) => `    ${count(rows)} quarantined: ${reason}`),
    ...(counts!.blank_rows ? [`    ${count(counts!.blank_rows)} blank rows, not counted as read`] : []),
    ...(extra_columns.length > 0
      ? [`    columns that no table reads: ${shownNames(extra_columns, shownColumn)}`]
      : []),
  ]);
  return [lines[0]!, ...lines.slice(1).flatMap((line, at) => [line, ...notes[at]!])];
}

const changesText = ({ added, changed, gone }: MovieChanges): string =>
  `Movies of all months: ${count(added)} would be added, ${count(gone)} removed, and ${count(changed)} would change to the version of another month.`;

function addressLines(changes: AddressChanges | null | undefined): string[] {
  if (!changes || changes.appear.length + changes.disappear.length === 0) return [];
  return [
    '',
    ...changes.appear.map((path) => `Address that would appear: ${path}`),
    ...changes.disappear.map((path) => `Address that would disappear: ${path}`),
  ];
}

const nameAndSize = ({ file, bytes }: FileRecord): string => `${file} (${(bytes / 1e6).toFixed(1)} MB)`;

function gateText({ gate, file, value, limit, checked, passed }: Gate): string {
  const what =
    gate === 'quarantined_share'
      ? `${percent(value)} of the rows of ${file} quarantined`
      : `${percent(value)} fewer movies than the live release`;
  if (checked === false) return `not checked  ${what} (too few rows)`;
  return `${passed ? 'passed' : 'FAILED'}  ${what} (at most ${percent(limit)})`;
}

function verdict(passed: boolean, gates: readonly Gate[], force: boolean): string {
  if (!passed) return 'A real run would fail.';
  const overridden = force && gates.some((gate) => !gate.passed);
  return overridden ? 'A real run would pass only because of --force.' : 'A real run would pass.';
}
