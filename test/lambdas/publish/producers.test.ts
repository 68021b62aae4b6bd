import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRODUCERS } from '../../../lambdas/publish/producers.ts';
import { ALL_ENDPOINTS, type Endpoint, objectPath, pathOf } from '../../../model/api/endpoints.ts';

/** Keys that an endpoint's documents can have within a slot. */
const keysOf = (endpoint: Endpoint): fc.Arbitrary<string> =>
  (endpoint.parameter === undefined ? fc.constant(null) : fc.stringMatching(endpoint.parameter.pattern)).map(
    (value) => objectPath(pathOf(endpoint, value)),
  );

describe('The table of producers', () => {
  it('has every endpoint once', () => {
    const names = PRODUCERS.map(([{ name }]) => name);
    expect(names.toSorted()).toEqual(ALL_ENDPOINTS.map(({ name }) => name).toSorted());
  });

  it('is sorted so that all documents of an endpoint come before all documents of the next one', () => {
    const pairs = PRODUCERS.slice(1).map(([endpoint], index) => [PRODUCERS[index]![0], endpoint] as const);
    for (const [earlier, later] of pairs) {
      fc.assert(
        fc.property(keysOf(earlier), keysOf(later), (first, second) => {
          expect(first < second, `${first} before ${second}`).toBe(true);
        }),
      );
    }
  });
});
