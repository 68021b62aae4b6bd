import { describe, expect, it } from 'vitest';
import { matchesPattern, normalizePath, parseRequestTarget } from '../../../local/cdn/paths.ts';

describe('The target of a request', () => {
  it.each([
    ['/v1/stats', '/v1/stats', ''],
    ['/v1/stats?a=b?c', '/v1/stats', 'a=b?c'],
    ['/?', '/', ''],
    ['//v1', '//v1', ''],
    ['http://example.org/v1?x', '/v1', 'x'],
    ['HTTPS://example.org:8080/a/../b', '/a/../b', ''],
    ['http://example.org', '/', ''],
    ['http://example.org?x=1', '/', 'x=1'],
    ['/http://example.org/', '/http://example.org/', ''],
  ])('%s has the path %s and the query %j', (target, path, query) => {
    expect(parseRequestTarget(target)).toEqual({ path, query });
  });

  it.each(['*', 'example.org:443', 'v1/stats', 'ftp://example.org/'])('%s has no path', (target) => {
    expect(parseRequestTarget(target)).toBeNull();
  });
});

describe('The path', () => {
  it.each([
    ['/', '/'],
    ['/v1/stats', '/v1/stats'],
    ['/v1/stats/', '/v1/stats/'],
    ['//v1//stats', '/v1/stats'],
    ['/v1/./stats', '/v1/stats'],
    ['/v1/../slots/blue.json', '/slots/blue.json'],
    ['/v1/stats/..', '/v1/'],
    ['/v1/stats/.', '/v1/stats/'],
    ['/v1/..', '/'],
    ['/../../etc', '/etc'],
    ['/%76%31/stats', '/v1/stats'],
    ['/v1/%2e%2e/slots', '/slots'],
    ['/v1/%2E%2e', '/'],
    ['/..%2f..%2fpackage.json', '/..%2F..%2Fpackage.json'],
    ['/v1/%2fstats', '/v1/%2Fstats'],
    ['/a%00b', '/a%00b'],
    ['/%c3%a9', '/%C3%A9'],
    ['/%zz', '/%zz'],
    ['/%', '/%'],
    ['/%2576', '/%2576'],
  ])('%s is normalized to %s', (path, normalized) => {
    expect(normalizePath(path)).toBe(normalized);
  });
});

describe('A pattern', () => {
  it.each([
    ['/v1', '/v1', true],
    ['/v1', '/v1/', false],
    ['/v1', '/v10', false],
    ['/v1/*', '/v1/', true],
    ['/v1/*', '/v1/stats/year', true],
    ['/v1/*', '/V1/stats', false],
    ['/v1/*', '/x/v1/stats', false],
    ['downloads/*', '/downloads/a/b.csv', true],
    ['/downloads/*', '/downloads', false],
    ['*', '/', true],
    ['/*.jpg', '/a/b.jpg', true],
    ['/*.jpg', '/a/bXjpg', false],
    ['/a?c', '/abc', true],
    ['/a?c', '/ac', false],
  ])('%s matches the path %s: %j', (pattern, path, matches) => {
    expect(matchesPattern(pattern, path)).toBe(matches);
  });
});
