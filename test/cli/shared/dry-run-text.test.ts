import { describe, expect, it } from 'vitest';
import { dryRunText, wouldPass } from '../../../cli/shared/dry-run-text.ts';
import type { Gate } from '../../../model/runs/reports.ts';
import type { RunRecord } from '../../../model/runs/run-record.ts';

const gate = (passed: boolean): Gate => ({
  gate: 'quarantined_share',
  checked: true,
  file: 'movies_metadata.csv',
  value: passed ? 0.01 : 0.0625,
  limit: 0.05,
  passed,
});
const recordWith = (given: Partial<RunRecord>): RunRecord =>
  ({
    run_id: '20261001T060000Z-0a1b2c3d',
    month: '2026-10',
    outcome: 'succeeded',
    source: 's3://movie-drops/2026-10/',
    from: 'ingest',
    force: false,
    files: [
      {
        file: 'movies_metadata.csv',
        bytes: 1,
        extra_columns: ['mood'],
        counts: {
          read: 1600,
          accepted: 1499,
          quarantined: 100,
          duplicates: 1,
          reasons: { id: 20, budget: 90 },
        },
      },
      { file: 'ratings.csv', bytes: 2_500_000, extra_columns: [], counts: null },
    ],
    gates: [gate(false)],
    changes_movies: { added: 1000, changed: 2, gone: 3 },
    ...given,
  }) as RunRecord;

describe('dryRunText', () => {
  it('prints every count, reason and gate, and whether a real run would pass', () => {
    expect(dryRunText(recordWith({}), ' --stack Movies').split('\n')).toEqual([
      '2026-10 from s3://movie-drops/2026-10/: a dry run (20261001T060000Z-0a1b2c3d), nothing is committed.',
      '',
      'file                  read  accepted  quarantined  duplicates',
      'movies_metadata.csv  1,600     1,499          100           1',
      '    90 quarantined: budget',
      '    20 quarantined: id',
      '    columns that no table reads: mood',
      '',
      'Copied only, because no table reads them: ratings.csv (2.5 MB).',
      '',
      'Movies of all months: 1,000 would be added, 3 removed, and 2 would change to the version of another month.',
      '',
      'FAILED  6.25 % of the rows of movies_metadata.csv quarantined (at most 5 %)',
      '',
      'A real run would fail.',
      'The quarantined rows: npm run quarantine -- --run 20261001T060000Z-0a1b2c3d --stack Movies',
    ]);
  });

  it('shows the warnings of the run', () => {
    const warning = 'The month 2026-10 had not begun when this run started on 2025-01-01.';
    expect(dryRunText(recordWith({ warnings: [warning] }), '').split('\n')).toContain(`Warning: ${warning}`);
  });

  it('prints for a removal that the month is removed', () => {
    expect(dryRunText(recordWith({ from: null, source: null, files: [] }), '')).toMatch(
      /^2026-10 removed: a dry run/,
    );
  });

  it.each([
    ['where every gate lets it pass', { gates: [gate(true)] }, true, 'A real run would pass.'],
    ['where one does not', { gates: [gate(true), gate(false)] }, false, 'A real run would fail.'],
    ['but with --force', { force: true }, true, 'A real run would pass only because of --force.'],
    [
      'and never where the dry run itself failed',
      { outcome: 'failed' as const, force: true },
      false,
      'fail.',
    ],
  ])('reports whether a real run would pass %s', (_, given, passes, verdict) => {
    expect(wouldPass(recordWith(given))).toBe(passes);
    expect(dryRunText(recordWith(given), '')).toContain(verdict);
  });
});
