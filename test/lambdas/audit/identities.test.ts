import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDistinct, supersededRows } from '../../../lambdas/audit/identities.ts';

const idLists = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 40 });

describe('Duplicates', () => {
  it('are all rows of an id except the last, listed by part', () => {
    fc.assert(
      fc.property(idLists, fc.integer({ min: 1, max: 7 }), (ids, rowsPerPart) => {
        const parts = ids.map((_, index) => Math.floor(index / rowsPerPart));
        const superseded = supersededRows({
          ids: Float64Array.from(ids),
          rows: Uint32Array.from(ids, (_, index) => index + 1),
          counts: Array.from({ length: 40 }, (_, part) => parts.filter((found) => found === part).length),
        });
        const expected = ids.flatMap((id, index) =>
          ids.lastIndexOf(id) === index ? [] : [[parts[index], index + 1]],
        );
        const found = [...superseded].flatMap(([part, rows]) => [...rows].map((row) => [part, row]));
        expect(found.sort(([, a], [, b]) => a! - b!)).toEqual(expected);
      }),
    );
  });

  it('count once among current movies, within a month and across months', () => {
    fc.assert(
      fc.property(fc.array(idLists, { maxLength: 4 }), (months) => {
        expect(countDistinct(months.map((ids) => Float64Array.from(ids)))).toBe(new Set(months.flat()).size);
      }),
    );
  });
});
