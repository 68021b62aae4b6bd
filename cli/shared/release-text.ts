import type { ReleaseName } from '../../model/runs/reports.ts';

/** The months of a release in words: `2026-10 and 2 earlier months`. */
export function monthsOf({ months }: Pick<ReleaseName, 'months'>): string {
  const newest = months.at(-1) ?? 'no month';
  const earlier = months.length - 1;
  return earlier < 1 ? newest : `${newest} and ${earlier} earlier ${earlier === 1 ? 'month' : 'months'}`;
}
