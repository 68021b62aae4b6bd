import fc from 'fast-check';
import { expect, it } from 'vitest';
import { movieChanges } from '../../../lambdas/audit/changes.ts';

const ids = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 12 });
const months = fc.array(ids, { maxLength: 3 });
const float = (list: readonly number[]): Float64Array => Float64Array.from(list);

/** The month that each movie's current version comes from: the last one that has it. */
function sources(...inOrder: readonly (readonly number[])[]): Map<number, number> {
  return new Map(inOrder.flatMap((list, month) => list.map((id) => [id, month] as const)));
}

it('The changes of a commit equal the difference of the current movies before and after it', () => {
  fc.assert(
    fc.property(months, ids, ids, months, (earlier, before, after, later) => {
      const was = sources(...earlier, before, ...later);
      const is = sources(...earlier, after, ...later);
      const both = [...was].filter(([id]) => is.has(id));
      // Which of the earlier months a movie falls back to is the same before and after.
      expect(
        movieChanges({
          before: float(before),
          after: float(after),
          earlier: earlier.map(float),
          later: later.map(float),
        }),
      ).toEqual({
        added: [...is.keys()].filter((id) => !was.has(id)).length,
        changed: both.filter(([id, month]) => is.get(id) !== month).length,
        gone: [...was.keys()].filter((id) => !is.has(id)).length,
      });
    }),
  );
});
