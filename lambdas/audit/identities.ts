import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { CountsDontReconcileError } from '../../model/errors.ts';
import { partIdsKey } from '../../model/keys.ts';
import type { NormalizeReport } from '../../model/reports.ts';
import { readObject } from '../runtime/s3.ts';

const unpacked = promisify(gunzip);

const ZERO = 0x30;
const NINE = 0x39;
const COMMA = 0x2c;
const CLOSING = 0x5d;

/** The ids of a file's accepted rows, in the order of the file: eight bytes a number, for millions of rows. */
export interface Identities {
  readonly ids: Float64Array;
  readonly rows: Float64Array;
  /** The part that each row is in. */
  readonly parts: Uint32Array;
}

/** Reads what normalize noted of every part. @throws CountsDontReconcileError */
export async function readIdentities(
  runId: string,
  file: string,
  reports: readonly NormalizeReport[],
): Promise<Identities> {
  const total = reports.reduce((sum, { accepted }) => sum + accepted, 0);
  const [ids, rows, parts] = [new Float64Array(total), new Float64Array(total), new Uint32Array(total)];
  let at = 0;
  for (const part of reports.keys()) {
    const text = await unpacked(await readObject(partIdsKey(runId, file, part)));
    // `[id,source_row]` a line: every number ends with a byte that is no digit.
    let number = 0;
    for (const byte of text) {
      if (byte >= ZERO && byte <= NINE) number = number * 10 + byte - ZERO;
      else if (byte === COMMA || byte === CLOSING) {
        if (byte === COMMA) ids[at] = number;
        else {
          rows[at] = number;
          parts[at] = part;
          at += 1;
        }
        number = 0;
      }
    }
  }
  if (at !== total) {
    throw new CountsDontReconcileError(
      `${file}: ${total} rows were accepted, but ${at} ids noted; run it again.`,
    );
  }
  return { ids, rows, parts };
}

/** Rows that a later row of the same id supersedes, by part. */
export function supersededRows({ ids, rows, parts }: Identities): Map<number, Set<number>> {
  const repeated = repeatedValues(ids);
  const superseded = new Map<number, Set<number>>();
  const seen = new Set<number>();
  // Backwards, so that the first row met of an id is the last of the file, which wins.
  for (let at = ids.length - 1; at >= 0; at -= 1) {
    const id = ids[at]!;
    if (!repeated.has(id)) continue;
    if (!seen.has(id)) {
      seen.add(id);
      continue;
    }
    const part = parts[at]!;
    const partRows = superseded.get(part) ?? new Set();
    superseded.set(part, partRows.add(rows[at]!));
  }
  return superseded;
}

/** How many different values there are. */
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

function joinSorted(lists: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    joined.set(list, at);
    at += list.length;
  }
  return joined.sort();
}
