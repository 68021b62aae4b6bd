import { describe, expect, it } from 'vitest';
import type { ListedRun } from '../../../cli/shared/run-list.ts';
import { duration, runTable, TABLE_WIDTH } from '../../../cli/shared/run-table.ts';

const succeeded: ListedRun = {
  run_id: '20261101T060000Z-0a1b2c3d',
  kind: 'month',
  started_at: '2026-11-01T06:00:00.000Z',
  month: '2026-10',
  from: 'ingest',
  dry_run: false,
  removal: false,
  outcome: 'succeeded',
  seconds: 75.4,
  counts: { read: 45_466, accepted: 45_400, quarantined: 36, duplicates: 30 },
  documents_written: 60_123,
  documents_deleted: 4,
  published: true,
  live: false,
  reason: null,
  warnings: [],
  error: null,
  rollback_to: null,
};
const failed: ListedRun = {
  ...succeeded,
  outcome: 'failed',
  counts: null,
  documents_written: 0,
  documents_deleted: 0,
  published: false,
  error: { name: 'MissingFileError', message: 'There is no movies_metadata.csv.\nA second line.' },
};
const rollback: ListedRun = {
  ...failed,
  kind: 'rollback',
  month: null,
  from: null,
  outcome: 'succeeded',
  published: true,
  error: null,
  rollback_to: { slot: 'blue', run_id: 'earlier', published_at: '', months: ['2026-08', '2026-09'] },
};
const live = { slot: 'blue', run_id: 'earlier' } as const;
const table = (...runs: ListedRun[]): string[] => runTable({ live, runs, earlier: 0 }).split('\n');
const cells = (line: string): string[] => line.trim().split(/ +/);

describe('The table of runs', () => {
  it('shows start, month, outcome, duration, rows and documents', () => {
    const [, line] = table(succeeded);
    expect(cells(line!)).toEqual(
      '2026-11-01 06:00 2026-10 ingest succeeded 1m15s 45,466 45,400 36 30 60,123 4 published'.split(' '),
    );
  });

  it('shows the error of a failed run on one line below it', () => {
    const lines = table(failed, succeeded);
    expect(cells(lines[1]!)).toEqual(['2026-11-01', '06:00', '2026-10', 'ingest', 'failed', '1m15s']);
    expect(lines[2]).toBe('    MissingFileError: There is no movies_metadata.csv.');
    expect(lines[3]).toContain('succeeded');
  });

  it('shows each warning of a run on a line of its own', () => {
    const warning = 'The month 2026-10 had not begun when this run started on 2025-01-01.';
    expect(table({ ...succeeded, warnings: [warning] })[2]).toBe(`    Warning: ${warning}`);
  });

  it('marks dry runs and removals', () => {
    const dry = { ...succeeded, dry_run: true, published: false, documents_written: 0, documents_deleted: 0 };
    const [, dryLine, removalLine] = table(dry, { ...succeeded, from: null, removal: true });
    expect(dryLine).toMatch(/2026-10 +dry run +succeeded .* 30$/);
    expect(removalLine).toMatch(/2026-10 +removal +succeeded .* published$/);
  });

  it('marks rollbacks and the release they switched to', () => {
    const lines = table(rollback);
    expect(cells(lines[1]!)).toEqual(['2026-11-01', '06:00', 'rollback', 'succeeded', '1m15s', 'switched']);
    expect(lines[2]).toBe('    back to the release of run earlier: 2026-09 and 1 earlier month');
  });

  it.each<[string, Partial<ListedRun>, string]>([
    ['live', { live: true }, 'live'],
    ['published', {}, 'published'],
    ['without a change', { published: false }, 'unchanged'],
  ])('shows a release that is %s', (_, more, shown) => {
    expect(cells(table({ ...succeeded, ...more })[1]!).at(-1)).toBe(shown);
  });

  it('ends with the live release and the command for earlier runs', () => {
    const text = runTable({ live, runs: [succeeded], earlier: 7 });
    expect(text).toContain('The API serves the release of run earlier (slot blue).');
    expect(text).toContain('7 earlier: npm run runs -- --limit 8');
    expect(runTable({ live: null, runs: [failed], earlier: 0 })).toContain('Nothing has been released yet.');
  });

  it('fits a terminal with counts of a million', () => {
    const large = { read: 999_999, accepted: 999_999, quarantined: 999_999, duplicates: 999_999 };
    const lines = table(
      { ...succeeded, counts: large, from: 'normalize', documents_written: 99_999, seconds: 86_399 },
      { ...rollback, rollback_to: null, outcome: 'waiting' },
      { ...succeeded, from: 'aggregate', published: false },
    ).slice(0, 4);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(TABLE_WIDTH);
    const ends = (heading: string) => lines[0]!.indexOf(heading) + heading.length;
    expect(lines[1]!.slice(0, ends('read'))).toMatch(/ 999,999$/);
    expect(lines[3]!.slice(0, ends('read'))).toMatch(/ 45,466$/);
  });
});

it.each([
  [0, '0.0 s'],
  [9.44, '9.4 s'],
  [59.99, '59.9 s'],
  [60, '1m00s'],
  [245.9, '4m05s'],
  [3_599.9, '59m59s'],
  [7_380, '2h03m'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
