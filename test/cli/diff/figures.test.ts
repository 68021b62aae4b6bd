import { describe, expect, it } from 'vitest';
import { compareGroups } from '../../../cli/diff/figures.ts';

const group = (id: number | null, name: string, movies: number, popularity: number | null = null) =>
  [
    id,
    {
      id,
      name,
      figures: {
        movie_count: movies,
        total_budget: 0,
        total_revenue: movies * 10,
        known_profit: 0,
        average_popularity: popularity,
      },
    },
  ] as const;

describe('Figures of two releases', () => {
  const before = new Map([group(1994, '1994', 5, 1.5), group(1995, '1995', 9, 2), group(null, 'unknown', 3)]);
  const after = new Map([group(1994, '1994', 5, 0.2), group(1995, '1995', 2, 2), group(1996, '1996', 4, 7)]);
  const moved = compareGroups(before, after, 2);

  it('are listed by the size of their change, without unchanged ones', () => {
    expect(moved.movie_count).toEqual({
      count: 3,
      first: [
        { id: 1995, name: '1995', from: 9, to: 2, difference: -7 },
        { id: 1996, name: '1996', from: 0, to: 4, difference: 4 },
      ],
    });
    expect(moved.total_budget).toEqual({ count: 0, first: [] });
  });

  it('are 0, or null for averages, in a release without the group', () => {
    expect(compareGroups(before, after, 9).movie_count.first.at(-1)).toEqual({
      id: null,
      name: 'unknown',
      from: 3,
      to: 0,
      difference: -3,
    });
    expect(moved.average_popularity.first).toEqual([
      { id: 1996, name: '1996', from: null, to: 7, difference: 7 },
      { id: 1994, name: '1994', from: 1.5, to: 0.2, difference: -1.3 },
    ]);
  });
});
