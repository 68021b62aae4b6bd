import { describe, expect, it } from 'vitest';
import { expectedAfter } from './documents.ts';
import { csvOf, listCell, type Row } from './sample.ts';

const run = (month: string, ...rows: Row[]) => ({ month, csv: csvOf(rows) });
const drama = listCell([18, 'Drama']);

describe('over several months', () => {
  const old = run(
    '2026-08',
    { id: '1', title: 'one', revenue: '1', genres: drama },
    { id: '2', title: 'two', revenue: '2', production_companies: listCell([9, 'Old name']) },
  );
  const newer = run(
    '2026-09',
    { id: '1', title: 'one again', revenue: '10', genres: listCell([35, 'Comedy']) },
    { id: '2', title: 'faulty', revenue: 'x' },
    { id: '3', production_companies: listCell([9, 'New name']) },
  );

  it('the latest month of an id wins whole, whatever the order of runs', () => {
    const { documents, status, absent } = expectedAfter([newer, old]);
    expect(documents).toEqual(expectedAfter([old, newer]).documents);
    expect(documents.get('/v1/stats')).toMatchObject({ movie_count: 3n, total_revenue: 12n });
    expect(documents.get('/v1/stats/company/9')).toMatchObject({ name: 'New name', movie_count: 2n });
    expect(documents.has('/v1/stats/genre/drama')).toBe(false);
    expect(absent).toContain('/v1/stats/genre/drama');
    expect(status).toEqual({
      month: '2026-09',
      movie_count: 3n,
      months: [
        {
          month: '2026-08',
          read: 2n,
          accepted: 2n,
          quarantined: 0n,
          duplicates: 0n,
          reasons: { movies_metadata: {} },
        },
        {
          month: '2026-09',
          read: 3n,
          accepted: 2n,
          quarantined: 1n,
          duplicates: 0n,
          reasons: { movies_metadata: { revenue: 1n } },
        },
      ],
    });
  });

  it('a re-run replaces its month whole', () => {
    const { documents } = expectedAfter([old, newer, run('2026-09', { id: '4' })]);
    expect(documents.get('/v1/stats')).toMatchObject({ movie_count: 3n, total_revenue: 3n });
    expect(documents.get('/v1/stats/company/9')).toMatchObject({ name: 'Old name', movie_count: 1n });
    expect(documents.has('/v1/stats/genre/drama')).toBe(true);
  });
});

describe('the name of a company', () => {
  const nameAfter = (...cells: readonly (readonly (readonly [id: number, name: string])[])[]) => {
    const rows = cells.map((cell, index) => ({
      id: String(index + 1),
      production_companies: listCell(...cell),
    }));
    const { documents } = expectedAfter([
      run('2026-08', ...rows.slice(0, 2)),
      run('2026-09', ...rows.slice(2)),
    ]);
    return (documents.get('/v1/stats/company/9') as { name: string }).name;
  };

  it('is the non-blank name that most current records use', () => {
    expect(nameAfter([[9, 'A']], [[9, 'A']], [[9, 'B']], [[9, '']], [[9, ' ']], [[9, '\u00a0']])).toBe('A');
  });

  it('is the one that was used last where names are used equally often', () => {
    expect(nameAfter([[9, 'A']], [[9, 'B']], [[9, 'B']], [[9, 'A']])).toBe('A');
  });

  it('counts the last entry of an id that a record repeats', () => {
    expect(
      nameAfter(
        [
          [9, 'A'],
          [9, 'A'],
          [9, 'B'],
        ],
        [
          [9, 'A'],
          [9, 'B'],
        ],
        [[9, 'A']],
      ),
    ).toBe('B');
  });

  it('is its id where every name is blank', () => {
    expect(nameAfter([[9, '']], [[9, ' ']])).toBe('#9');
  });
});
