import type { MovieChanges } from '../../model/runs/reports.ts';
import { joinSorted } from './identities.ts';

/** Ids of movies in a month, and in the months around it. */
export interface MonthsOfIds {
  /** What the month has committed; nothing where it hasn't. */
  readonly before: Float64Array;
  /** What it would commit; nothing where it is removed. */
  readonly after: Float64Array;
  readonly earlier: readonly Float64Array[];
  readonly later: readonly Float64Array[];
}

/** What the month's commit would make of the current movies. */
export function movieChanges({ before, after, earlier, later }: MonthsOfIds): MovieChanges {
  const isBefore = ascending(joinSorted([before]));
  const isAfter = ascending(joinSorted([after]));
  const isEarlier = ascending(joinSorted(earlier));
  const isLater = ascending(joinSorted(later));
  const changes = { added: 0, changed: 0, gone: 0 };
  let last = Number.NaN;
  for (const id of joinSorted([before, after])) {
    if (id === last) continue;
    last = id;
    const [was, is, isOlder] = [isBefore(id), isAfter(id), isEarlier(id)];
    // A later month's version is current, whatever this one does. In both, it is this month's, before and after.
    if (isLater(id) || was === is) continue;
    if (isOlder) changes.changed += 1;
    else changes[is ? 'added' : 'gone'] += 1;
  }
  return changes;
}

/** Tells of one id after the other, each larger than the one before, whether it is among the sorted ones. */
function ascending(sorted: Float64Array): (id: number) => boolean {
  let at = 0;
  return (id) => {
    while (at < sorted.length && sorted[at]! < id) at += 1;
    return sorted[at] === id;
  };
}
