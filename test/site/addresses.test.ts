import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { colours, comparedSlugs } from '../../site/src/format/comparison.ts';
import { isPage, PAGE_LINKS, routerPath } from '../../site/src/routes.ts';

describe('isPage', () => {
  it.each([
    '/',
    '/year',
    '/year/1995',
    '/year/unknown',
    '/decade/1990',
    '/genre/tv-movie-878',
    '/company/3',
    '/ranking/genre/average-vote',
    '/docs',
  ])('accepts the page %s', (path) => expect(isPage(path)).toBe(true));

  it.each([
    '/nothing',
    '/year/0',
    '/year/19955',
    '/year/',
    '/decade/1995',
    '/decade/unknown',
    '/genre/Drama',
    '/company/0',
    '/company/%31',
    '/ranking/movie/x',
    '/downloads/a/year.csv',
    '/v1/stats',
  ])('rejects %s, which is not a page', (path) => expect(isPage(path)).toBe(false));

  it('matches links to pages with any query or fragment, and no other links', () => {
    for (const link of [
      '/',
      '/about#profit',
      '/genre?compare=drama,comedy',
      '/company?q=a%20b#x',
      '?page=2',
    ]) {
      expect(PAGE_LINKS.test(link), link).toBe(true);
    }
    for (const link of ['/v1/stats', '/downloads/ab/year.csv', '//elsewhere.example/year', '/favicon.svg']) {
      expect(PAGE_LINKS.test(link), link).toBe(false);
    }
  });

  it('writes route parameters in the notation of the router', () => {
    expect(routerPath('ranking')).toBe('/ranking/:group/:measure');
  });
});

describe('The genre comparison', () => {
  const genres = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((slug, index) => ({ slug, movie_count: index }));

  it('uses existing genres of the address once each, up to the limit of a chart', () => {
    expect(comparedSlugs('b,nope,b,a', genres)).toEqual(['b', 'a']);
    expect(comparedSlugs('a,b,c,d,e,f,g', genres)).toHaveLength(6);
    expect(comparedSlugs('', genres)).toEqual([]);
  });

  it('uses the genres with most movies if the address names none', () => {
    expect(comparedSlugs(undefined, genres)).toEqual(['g', 'f', 'e']);
  });

  it('keeps the colour of a genre when other genres are added or removed', () => {
    const first = colours(['a', 'b', 'c'], new Map());
    expect([...first]).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
    expect([...colours(['b', 'c', 'd'], first)]).toEqual([
      ['b', 2],
      ['c', 3],
      ['d', 1],
    ]);
  });
});

describe("The website's code", () => {
  it('imports only the routes and the search rules from outside its folder', () => {
    const folder = 'site/src';
    const outside = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .flatMap((name) =>
        [...readFileSync(join(folder, name), 'utf8').matchAll(/(?:from |import\()'(\.[^']+)'/g)].map(
          ([, path]) => join(folder, name, '..', path!),
        ),
      )
      .filter((path) => !path.startsWith('site/src/'));
    expect([...new Set(outside)].sort()).toEqual(['model/api/company-search.ts', 'model/api/site-routes.ts']);
  });
});
