import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Rewrite from '../../../lambdas/audit/rewrite.ts';
import type * as Lines from '../../../lambdas/runtime/lines.ts';
import type * as S3 from '../../../lambdas/runtime/s3.ts';
import { startLake } from '../bucket.ts';

let lake: { stop(): Promise<void> };
let lines: typeof Lines;
let rewrite: typeof Rewrite;
let s3: typeof S3;

beforeAll(async () => {
  lake = await startLake();
  lines = await import('../../../lambdas/runtime/lines.ts');
  rewrite = await import('../../../lambdas/audit/rewrite.ts');
  s3 = await import('../../../lambdas/runtime/s3.ts');
});
afterAll(() => lake.stop());

interface TableRow {
  readonly source_row: number;
  readonly text: string;
}

/** Rows of which a member holds a few, some from the same record; one may be larger than a member. */
const tableRows = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(10, 1_000, 60_000, 140_000, 300_000)), {
    minLength: 1,
    maxLength: 12,
  })
  .map((steps) => {
    let source_row = 1;
    return steps.map(([step, size]): TableRow => {
      source_row += step;
      return { source_row, text: 'é"source_row":1,'.repeat(size / 10) };
    });
  });
const someRows = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 6 });

const lineOf = ({ source_row, text }: TableRow): string => JSON.stringify({ run_id: 'r', source_row, text });
const textOf = (rows: readonly TableRow[]): string => rows.map((row) => `${lineOf(row)}\n`).join('');

async function writePart(key: string, rows: readonly TableRow[]) {
  const writer = lines.createLines(key);
  for (const row of rows) {
    writer.write(lineOf(row), row.source_row);
    await writer.drained();
  }
  await writer.close();
  return { members: writer.members, sha256: writer.sha256() };
}

describe('A part', () => {
  it('is a sequence of gzip members that can be decompressed separately and have known rows', async () => {
    await fc.assert(
      fc.asyncProperty(tableRows, async (rows) => {
        const { members, sha256 } = await writePart('members.json.gz', rows);
        const part = await s3.readObject('members.json.gz');
        expect(gunzipSync(part).toString()).toBe(textOf(rows));
        let at = 0;
        const texts = members.map(({ first_row, last_row, bytes }) => {
          const text = gunzipSync(part.subarray(at, at + bytes)).toString();
          const sourceRows = text
            .trimEnd()
            .split('\n')
            .map((line) => (JSON.parse(line) as TableRow).source_row);
          expect([sourceRows[0], sourceRows.at(-1)]).toEqual([first_row, last_row]);
          at += bytes;
          return text;
        });
        expect(at).toBe(part.length);
        expect(sha256).toBe(createHash('sha256').update(part).digest('hex'));
        expect(texts.join('')).toBe(textOf(rows));
      }),
      { numRuns: 25 },
    );
  });

  it('is rewritten without its superseded rows and otherwise unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(tableRows, someRows, async (rows, superseded) => {
        const { members } = await writePart('before.json.gz', rows);
        const before = await s3.readObject('before.json.gz');
        await s3.deleteObject('after.json.gz');
        const gone = new Set(superseded);
        const { dropped, sha256 } = await rewrite.dropRows('before.json.gz', 'after.json.gz', members, gone);

        const kept = rows.filter(({ source_row }) => !gone.has(source_row));
        expect(dropped).toBe(rows.length - kept.length);
        expect(await s3.readObject('before.json.gz')).toEqual(before);
        if (dropped === 0 || kept.length === 0) expect(await s3.objectSize('after.json.gz')).toBeNull();
        else {
          const after = await s3.readObject('after.json.gz');
          expect(gunzipSync(after).toString()).toBe(textOf(kept));
          expect(sha256).toBe(createHash('sha256').update(after).digest('hex'));
        }
      }),
      { numRuns: 40 },
    );
  });
});
