import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { colours, comparedSlugs } from '../../site/src/format/comparison.ts';
import { isPage, PAGE_LINKS, routerPath } from '../../site/src/routes.ts';

describe('Addresses of the website', () => {
  it.each([
    '/',
    '/year',
    '/year/1995',
    '/year/unknown',
    '/genre/tv-movie-878',
    '/company/3',
    '/ranking/genre/average-vote',
    '/docs',
  ])('%s is a page', (path) => expect(isPage(path)).toBe(true));

  it.each([
    '/nothing',
    '/year/0',
    '/year/19955',
    '/year/',
    '/genre/Drama',
    '/company/0',
    '/company/%31',
    '/ranking/movie/x',
    '/downloads/a/year.csv',
    '/v1/stats',
  ])('%s is none', (path) => expect(isPage(path)).toBe(false));

  it('are followed within the page where a page is, with any query or fragment', () => {
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

  it('have their parameters as the router writes them', () => {
    expect(routerPath('ranking')).toBe('/ranking/:group/:measure');
  });
});

describe('The genres that an address compares', () => {
  const genres = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((slug, index) => ({ slug, movie_count: index }));

  it('are those that exist, once each, as many as a chart can show', () => {
    expect(comparedSlugs('b,nope,b,a', genres)).toEqual(['b', 'a']);
    expect(comparedSlugs('a,b,c,d,e,f,g', genres)).toHaveLength(6);
    expect(comparedSlugs('', genres)).toEqual([]);
  });

  it('are the largest where none is named', () => {
    expect(comparedSlugs(undefined, genres)).toEqual(['g', 'f', 'e']);
  });

  it('keep their colours while others come and go', () => {
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
  it('imports nothing of the project from outside but the routes and the rule of the search', () => {
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
