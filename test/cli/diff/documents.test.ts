import { describe, expect, it } from 'vitest';
import type { Bucket, ListedObject } from '../../../aws/bucket.ts';
import { addressOf, compareDocuments } from '../../../cli/diff/documents.ts';
import { ALL_ENDPOINTS, objectPath } from '../../../model/api/endpoints.ts';
import { documentKey, type Slot, slotFolder } from '../../../model/keys.ts';

/** A bucket with these documents by slot: their paths, and their bodies' ETags. */
function bucketWith(slots: Readonly<Record<Slot, Readonly<Record<string, string>>>>): Bucket {
  const objects = (['blue', 'green'] as const).flatMap((slot) =>
    Object.entries(slots[slot])
      .map(([path, etag]) => ({ key: documentKey(slot, path), etag }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  );
  return {
    async *listObjects(prefix: string) {
      yield* objects.filter(({ key }) => key.startsWith(prefix)) as ListedObject[];
    },
  } as Bucket;
}

describe('compareDocuments', () => {
  it('lists the addresses that appear and disappear by endpoint, up to a limit', async () => {
    const genre = (slug: string) => `v1/stats/genre/${slug}.json`;
    const company = (id: number) => `v1/stats/company/${id}.json`;
    const bucket = bucketWith({
      blue: { 'v1/stats.json': 'a', [genre('sci-fi')]: 'b', [genre('drama')]: 'c' },
      green: {
        'v1/stats.json': 'z',
        [genre('science-fiction')]: 'b',
        [genre('drama')]: 'c',
        [company(3)]: 'd',
        [company(4)]: 'e',
        [company(5)]: 'f',
      },
    });

    expect(slotFolder('blue')).toBe(documentKey('blue', ''));
    expect(await compareDocuments(bucket, 'blue', 'green', 2)).toEqual({
      documents: { added: 4, changed: 1, removed: 1, unchanged: 1 },
      addresses: {
        appear: [
          { endpoint: '/v1/stats/genre/{slug}', count: 1, first: ['/v1/stats/genre/science-fiction'] },
          {
            endpoint: '/v1/stats/company/{id}',
            count: 3,
            first: ['/v1/stats/company/3', '/v1/stats/company/4'],
          },
        ],
        disappear: [{ endpoint: '/v1/stats/genre/{slug}', count: 1, first: ['/v1/stats/genre/sci-fi'] }],
      },
    });
  });
});

describe('addressOf', () => {
  it.each(ALL_ENDPOINTS)('returns the address of a document of $name', ({ path, example }) => {
    expect(addressOf(objectPath(example))).toEqual({ endpoint: path, path: example });
  });

  it('returns the path of an object that belongs to no endpoint', () => {
    expect(addressOf('v0/other.json')).toEqual({ endpoint: '/v0/other', path: '/v0/other' });
  });
});
