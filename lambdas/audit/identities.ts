import { CountsDontReconcileError } from '../../model/errors.ts';
import { partIdsKey } from '../../model/keys.ts';
import type { NormalizeReport } from '../../model/runs/reports.ts';
import { readGzip } from '../runtime/lines.ts';

const ZERO = 0x30;
const NINE = 0x39;
const COMMA = 0x2c;
const CLOSING = 0x5d;

/** The ids of a file's accepted rows, in the order of the file: twelve bytes a row, for millions of rows. */
export interface Identities {
  readonly ids: Float64Array;
  /** Four bytes suffice: 2^32 rows of 24 fields exceed the largest file. */
  readonly rows: Uint32Array;
  /** How many of these rows are in each part. */
  readonly counts: readonly number[];
}

/** Reads the ids that normalize wrote for every part. @throws CountsDontReconcileError */
export async function readIdentities(
  runId: string,
  file: string,
  reports: readonly NormalizeReport[],
): Promise<Identities> {
  const counts = reports.map(({ accepted }) => accepted);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [ids, rows] = [new Float64Array(total), new Uint32Array(total)];
  let at = 0;
  for (const part of reports.keys()) {
    const text = await readGzip(partIdsKey(runId, file, part));
    // One `[id,source_row]` per line: a comma ends the id, a bracket ends the row.
    let number = 0;
    for (const byte of text) {
      if (byte >= ZERO && byte <= NINE) number = number * 10 + byte - ZERO;
      else if (byte === COMMA) {
        ids[at] = number;
        number = 0;
      } else if (byte === CLOSING) {
        rows[at] = number;
        number = 0;
        at += 1;
      }
    }
  }
  if (at !== total) {
    throw new CountsDontReconcileError(
      `${file}: ${total} rows were accepted, but ${at} ids were written; run it again.`,
    );
  }
  return { ids, rows, counts };
}

/** Rows that a later row of the same id supersedes, by part. */
export function supersededRows({ ids, rows, counts }: Identities): Map<number, Set<number>> {
  const repeated = repeatedValues(ids);
  const superseded = new Map<number, Set<number>>();
  const seen = new Set<number>();
  // Backwards, so that the first row found for an id is the last row of the file, which is kept.
  let at = ids.length;
  for (const [part, count] of [...counts.entries()].reverse()) {
    const found = new Set<number>();
    for (const start = at - count; at > start; ) {
      at -= 1;
      const id = ids[at]!;
      if (!repeated.has(id)) continue;
      if (seen.has(id)) found.add(rows[at]!);
      else seen.add(id);
    }
    if (found.size > 0) superseded.set(part, found);
  }
  return superseded;
}

/** The number of distinct values. */
export function countDistinct(lists: readonly Float64Array[]): number {
  const sorted = joinSorted(lists);
  let count = 0;
  for (let at = 0; at < sorted.length; at += 1) if (at === 0 || sorted[at] !== sorted[at - 1]) count += 1;
  return count;
}

function repeatedValues(values: Float64Array): Set<number> {
  const sorted = joinSorted([values]);
  const repeated = new Set<number>();
  for (let at = 1; at < sorted.length; at += 1) if (sorted[at] === sorted[at - 1]) repeated.add(sorted[at]!);
  return repeated;
}

/** The ids of all lists in ascending order, with repetitions. */
export function joinSorted(lists: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list, at);
    at += list.length;
  }
  return joined.sort();
}
