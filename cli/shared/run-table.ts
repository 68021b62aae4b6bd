import { count } from './columns.ts';
import { monthsOf } from './release-text.ts';
import type { ListedRun, RunList } from './run-list.ts';

interface Column {
  readonly heading: string;
  /** Whether it is aligned right, like numbers. */
  readonly right?: true;
  readonly cell: (run: ListedRun) => string;
}

const countOrBlank = (value: number | undefined): string => (value === undefined ? '' : count(value));
const documents = (value: number): string => (value === 0 ? '' : count(value));

const COLUMNS: readonly Column[] = [
  { heading: 'started (UTC)', cell: ({ started_at }) => started_at.slice(0, 16).replace('T', ' ') },
  { heading: 'month', cell: ({ kind, month }) => (kind === 'rollback' ? 'rollback' : (month ?? '?')) },
  { heading: 'from', cell: startOf },
  { heading: 'outcome', cell: ({ outcome }) => outcome },
  { heading: 'took', right: true, cell: ({ seconds }) => duration(seconds) },
  { heading: 'read', right: true, cell: ({ counts }) => countOrBlank(counts?.read) },
  { heading: 'accepted', right: true, cell: ({ counts }) => countOrBlank(counts?.accepted) },
  { heading: 'quarantined', right: true, cell: ({ counts }) => countOrBlank(counts?.quarantined) },
  { heading: 'duplicates', right: true, cell: ({ counts }) => countOrBlank(counts?.duplicates) },
  { heading: 'written', right: true, cell: (run) => documents(run.documents_written) },
  { heading: 'deleted', right: true, cell: (run) => documents(run.documents_deleted) },
  { heading: 'release', cell: releaseOf },
];

/** The assumed width of a terminal. */
export const TABLE_WIDTH = 120;
const INDENT = '    ';

/** The list as a table; warnings and errors of a run are on lines below it. */
export function runTable({ live, runs, earlier }: RunList): string {
  const widths = COLUMNS.map(({ heading, cell }) =>
    Math.max(heading.length, ...runs.map((run) => cell(run).length)),
  );
  // Columns are separated by two spaces if the table then fits the terminal.
  const room = TABLE_WIDTH - widths.reduce((sum, width) => sum + width, 0);
  const gap = ' '.repeat(room >= 2 * (COLUMNS.length - 1) ? 2 : 1);
  const line = (cellOf: (column: Column) => string): string =>
    COLUMNS.map((column, at) =>
      column.right ? cellOf(column).padStart(widths[at]!) : cellOf(column).padEnd(widths[at]!),
    )
      .join(gap)
      .trimEnd();
  return [
    line(({ heading }) => heading),
    ...runs.flatMap((run) => [line(({ cell }) => cell(run)), ...notesOf(run).map((note) => INDENT + note)]),
    '',
    live
      ? `The API serves the release of run ${live.run_id} (slot ${live.slot}).`
      : 'Nothing has been released yet.',
    ...(earlier > 0 ? [`${count(earlier)} earlier: npm run runs -- --limit ${runs.length + earlier}`] : []),
  ].join('\n');
}

function notesOf({ error, rollback_to, warnings }: ListedRun): string[] {
  return [
    ...warnings.map((warning) => `Warning: ${warning}`),
    ...(error ? [`${error.name}: ${error.message.split('\n')[0]}`] : []),
    ...(rollback_to ? [`back to the release of run ${rollback_to.run_id}: ${monthsOf(rollback_to)}`] : []),
  ];
}

function startOf({ from, dry_run, removal }: ListedRun): string {
  if (dry_run) return 'dry run';
  return removal ? 'removal' : (from ?? '');
}

function releaseOf({ live, kind, dry_run, published, outcome }: ListedRun): string {
  if (live) return 'live';
  if (published) return kind === 'rollback' ? 'switched' : 'published';
  return outcome === 'succeeded' && !dry_run ? 'unchanged' : '';
}

/** Formats a duration: `9.4 s`, `4m05s`, `2h03m`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.min(seconds, 59.9).toFixed(1)} s`;
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3_600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  return `${Math.floor(whole / 3_600)}h${two(Math.floor((whole % 3_600) / 60))}m`;
}
