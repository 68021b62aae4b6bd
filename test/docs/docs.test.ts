import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../lib/settings.ts';
import { ALL_ENDPOINTS, type Endpoint } from '../../model/endpoints.ts';
import * as errors from '../../model/errors.ts';
import { PREFIXES } from '../../model/keys.ts';
import { measures } from '../../model/measures.ts';
import { SOURCE_FILES } from '../../model/source-files.ts';
import { TABLES } from '../../model/tables.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const DOCS = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/data.md',
  'docs/sources.md',
  'docs/decisions.md',
  'docs/performance.md',
];
const matchesOf = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1]!);

const answers = (path: string, { path: template, parameter }: Endpoint): boolean => {
  const [before, after] = template.split(/\{\w+\}/);
  if (parameter === undefined) return path === template;
  const value = path.slice(before!.length);
  return path.startsWith(before!) && after === '' && parameter.pattern.test(value);
};

describe.each(DOCS)('%s', (doc) => {
  const text = read(doc);

  it('names only npm scripts that are there', () => {
    const named = matchesOf(text, /npm run (?:--silent )?([a-z]+)/g);
    for (const script of named) expect(scripts, `npm run ${script}`).toHaveProperty(script);
  });

  it('names only files and folders that are there', () => {
    const folders = 'bin|lib|lambdas|model|local|site|fixtures|test|bench|docs';
    const named = matchesOf(text, new RegExp(`\`((?:${folders})/[\\w./-]*)\``, 'g'));
    const linked = matchesOf(text, /\]\(((?!https?:)[^)#]+)\)/g);
    for (const path of [...named, ...linked]) expect(existsSync(join(ROOT, path)), path).toBe(true);
  });

  it('names only paths that the API has', () => {
    const named = matchesOf(text, /(?:`|GET |:3000)(\/v1\/[\w/.-]*)/g);
    for (const path of named) {
      expect(
        ALL_ENDPOINTS.some((endpoint) => answers(path, endpoint)),
        path,
      ).toBe(true);
    }
  });
});

describe('README.md', () => {
  it('shows settings that can be deployed', () => {
    const [example] = matchesOf(read('README.md'), /"settings": (\{.*\})/g);
    expect(parseSettings(example).sourceBuckets).toEqual(['movie-drops']);
  });

  it('shows settings that can be tried', () => {
    const [example] = matchesOf(read('README.md'), /--settings '(\{.*\})'/g);
    expect(parseSettings(example).access).toBe('iam');
  });

  it('lists every group of paths', () => {
    for (const { path } of ALL_ENDPOINTS) {
      const [start] = path.split('{');
      expect(read('README.md')).toContain(start!);
    }
  });
});

describe('docs/sources.md', () => {
  it('shows settings that can be deployed', () => {
    const [example] = matchesOf(read('docs/sources.md'), /"settings": (\{.*?\n\})/gs);
    expect(parseSettings(example).source).toMatch(/^sftp:/);
  });
});

describe('docs/data.md', () => {
  const text = read('docs/data.md');

  it('explains every measure', () => {
    for (const measure of Object.keys(measures.shape)) expect(text).toContain(`\`${measure}\``);
  });

  it('tells where everything in the bucket lies', () => {
    for (const prefix of Object.values(PREFIXES)) expect(text).toContain(`\`${prefix}`);
  });

  it('names every file of the dataset and every table', () => {
    for (const { name } of [...SOURCE_FILES, ...TABLES]) expect(text).toContain(`\`${name}\``);
  });

  it('names only errors that there are', () => {
    const known = Object.keys(errors);
    for (const name of matchesOf(text, /`(\w+Error)`/g)) expect(known).toContain(name);
  });
});
