import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSlugs, slugOf } from '../../../model/api/slugs.ts';

describe('Slugs', () => {
  it.each([
    ['Science Fiction', 'science-fiction'],
    ['  TV  Movie! ', 'tv-movie'],
    ['Film-Noir', 'film-noir'],
    ['Café', 'caf'],
    ['драма', ''],
  ])('converts the name %s into the slug "%s"', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it('have no id for the smallest id of a shared name, and end in the id for the others', () => {
    const slugs = assignSlugs([
      { id: 878, name: 'Science-Fiction' },
      { id: 5, name: 'science fiction' },
      { id: 7, name: '戏剧' },
    ]);
    expect(Object.fromEntries(slugs)).toEqual({ 5: 'science-fiction', 878: 'science-fiction-878', 7: '7' });
  });

  it('are the id if the name is too long for a key', () => {
    expect(assignSlugs([{ id: 3, name: 'drama '.repeat(1000) }]).get(3)).toBe('3');
  });

  it('are unique for all names and independent of the order of the genres', () => {
    const names = fc.string({ unit: fc.constantFrom('a', 'B', '-', ' ', '1', '7', 'é'), maxLength: 5 });
    const genres = fc.uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 20 }), name: names }), {
      selector: ({ id }) => id,
    });
    fc.assert(
      fc.property(genres, (given) => {
        const slugs = assignSlugs(given);
        expect(new Set(slugs.values()).size).toBe(given.length);
        for (const slug of slugs.values()) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(assignSlugs(given.toReversed())).toEqual(slugs);
      }),
    );
  });
});
