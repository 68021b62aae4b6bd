import type { MovieChanges } from '../../model/runs/reports.ts';
import { joinSorted } from './identities.ts';

/** The ids of the movies in a month, and in earlier and later months. */
export interface MonthsOfIds {
  /** The ids in the month's current commit; empty if the month is not committed. */
  readonly before: Float64Array;
  /** The ids that this run would commit; empty for a removal. */
  readonly after: Float64Array;
  readonly earlier: readonly Float64Array[];
  readonly later: readonly Float64Array[];
}

/** How the month's commit changes the set of current movies. */
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
    // If a later month has the id, its version stays current. If this month has the id before and after, this month's
    // version stays current.
    if (isLater(id) || was === is) continue;
    if (isOlder) changes.changed += 1;
    else changes[is ? 'added' : 'gone'] += 1;
  }
  return changes;
}

/** A function that returns whether an id is in the sorted list; ids must be passed in ascending order. */
function ascending(sorted: Float64Array): (id: number) => boolean {
  let at = 0;
  return (id) => {
    while (at < sorted.length && sorted[at]! < id) at += 1;
    return sorted[at] === id;
  };
}
