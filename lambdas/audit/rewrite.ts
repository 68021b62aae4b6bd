import { createHash } from 'node:crypto';
import pMap from 'p-map';
import type { GzipMember } from '../../model/runs/reports.ts';
import { packMember, unpackMember } from '../runtime/lines.ts';
import { readObject, writeObject } from '../runtime/s3.ts';

/** Gzip members that are compressed at the same time: one per thread of the pool. */
const MEMBERS_AT_ONCE = 4;
const LF = 0x0a;
const COMMA = 0x2c;
/** The text before the source row of a line; only the run_id comes earlier. */
const SOURCE_ROW = '"source_row":';

/**
 * Writes a copy of a part without the rows of superseded records. Nothing is written if no row is dropped or none remains.
 * Members without such rows are copied unchanged. The original part is kept, so that a repeat writes the same copy. Returns the
 * number of dropped rows and the hash of the copy.
 */
export async function dropRows(
  key: string,
  to: string,
  members: readonly GzipMember[],
  superseded: ReadonlySet<number>,
): Promise<{ readonly dropped: number; readonly sha256: string }> {
  const part = await readObject(key);
  const rows = Float64Array.from(superseded).sort();
  let end = 0;
  const slices = members.map((member) => {
    end += member.bytes;
    return { member, packed: part.subarray(end - member.bytes, end) };
  });
  let dropped = 0;
  const kept = await pMap(
    slices,
    async ({ member: { first_row, last_row }, packed }) => {
      if (!rows.some((row) => row >= first_row && row <= last_row)) return packed;
      const lines = await unpackMember(packed);
      const remaining = linesWithout(lines, superseded);
      dropped += remaining.dropped;
      if (remaining.dropped === 0) return packed;
      return remaining.lines.length > 0 ? packMember(remaining.lines) : Buffer.alloc(0);
    },
    { concurrency: MEMBERS_AT_ONCE },
  );
  const whole = Buffer.concat(kept);
  if (dropped > 0 && whole.length > 0) await writeObject(to, whole, 'application/gzip');
  return { dropped, sha256: createHash('sha256').update(whole).digest('hex') };
}

/**
 * The lines of records that are not superseded, and the number of dropped lines. Works on bytes, because only the start
 * of a line matters.
 */
function linesWithout(
  lines: Buffer,
  superseded: ReadonlySet<number>,
): { readonly lines: Buffer; readonly dropped: number } {
  const numberAt = lines.indexOf(SOURCE_ROW) + SOURCE_ROW.length;
  const kept: Buffer[] = [];
  let dropped = 0;
  let keptFrom = 0;
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(LF, start) + 1;
    const number = start + numberAt;
    const row = Number(lines.toString('latin1', number, lines.indexOf(COMMA, number)));
    if (superseded.has(row)) {
      dropped += 1;
      kept.push(lines.subarray(keptFrom, start));
      keptFrom = end;
    }
    start = end;
  }
  return { lines: Buffer.concat([...kept, lines.subarray(keptFrom)]), dropped };
}
