import { createHash } from 'node:crypto';
import pMap from 'p-map';
import type { GzipMember } from '../../model/runs/reports.ts';
import { packMember, unpackMember } from '../runtime/lines.ts';
import { readObject, writeObject } from '../runtime/s3.ts';

/** Members that are packed anew at once: as many as there are threads for it. */
const MEMBERS_AT_ONCE = 4;
const LF = 0x0a;
const COMMA = 0x2c;
/** What stands before the number of a row's source row; its run_id alone comes earlier. */
const SOURCE_ROW = '"source_row":';

/**
 * Writes a part anew without the rows that came from superseded records; nothing where none is left, or none goes.
 * Members without such a row are copied as they are. The part itself stays, so that a repeat finds it and writes the
 * same. Gives the number of rows dropped, and the new part's hash.
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

/** The lines that came from other records, and how many did not. Bytes, because most of a line is never looked at. */
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
