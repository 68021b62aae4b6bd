import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Changes from '../../aws/slot-changes.ts';
import type * as S3 from '../../lambdas/runtime/s3.ts';
import type { ReleaseDocument } from '../../model/api/document.ts';
import { documentKey } from '../../model/keys.ts';
import { startLake } from '../lambdas/bucket.ts';

let lake: Awaited<ReturnType<typeof startLake>>;
let changes: typeof Changes;
let s3: typeof S3;

beforeAll(async () => {
  lake = await startLake();
  changes = await import('../../aws/slot-changes.ts');
  s3 = await import('../../lambdas/runtime/s3.ts');
});
afterAll(() => lake.stop());

const document = (path: string, text: string): ReleaseDocument => {
  const body = Buffer.from(text);
  return { path, body, md5: createHash('md5').update(body).digest('hex') };
};

async function* stream(documents: readonly ReleaseDocument[]): AsyncGenerator<ReleaseDocument> {
  yield* documents;
}

/** A set of documents in the order of their keys; few paths, so that two sets overlap. */
const documentSets = fc
  .dictionary(
    fc.constantFrom('v1/a.json', 'v1/a/1.json', 'v1/a/10.json', 'v1/a-b.json', 'v1/b.json'),
    fc.constantFrom('{}', '[]'),
  )
  .map((set) => Object.entries(set).sort(([a], [b]) => (a < b ? -1 : 1)))
  .map((entries) => entries.map(([path, text]) => document(path, text)));

async function fill(wanted: readonly ReleaseDocument[]): Promise<string[]> {
  const kinds: string[] = [];
  for await (const change of changes.compareWithSlot(s3.dataBucket, stream(wanted), 'blue')) {
    kinds.push(change.kind);
    if (change.kind === 'removed') await s3.deleteObject(documentKey('blue', change.path));
    else if (change.kind !== 'unchanged') {
      await s3.writeObject(
        documentKey('blue', change.document.path),
        change.document.body,
        'application/json',
      );
    }
  }
  return kinds;
}

describe('compareWithSlot', () => {
  it('turns any slot into the release, and then finds every document unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(documentSets, documentSets, async (before, after) => {
        await fill(before);
        await fill(after);
        const held = await Array.fromAsync(changes.listSlot(s3.dataBucket, 'blue'));
        expect(held).toEqual(after.map(({ path, md5 }) => ({ path, md5 })));
        expect(new Set(await fill(after)).isSubsetOf(new Set(['unchanged']))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('finds every document added where no slot is live', async () => {
    const found = await Array.fromAsync(
      changes.compareWithSlot(s3.dataBucket, stream([document('v1/a.json', '{}')]), null),
    );
    expect(found.map(({ kind }) => kind)).toEqual(['added']);
  });

  it('rejects documents that are out of order', async () => {
    const wrong = [document('v1/b.json', '{}'), document('v1/a.json', '{}')];
    await expect(
      Array.fromAsync(changes.compareWithSlot(s3.dataBucket, stream(wrong), null)),
    ).rejects.toThrow(/out of order/);
  });
});
