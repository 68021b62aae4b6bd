import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND_GROUPS } from '../../cli/registry.ts';
import { PROBLEMS } from '../../lib/api/problems.ts';
import { parseSettings } from '../../lib/settings/settings.ts';
import { MAX_PREFIX_LENGTH } from '../../model/api/company-search.ts';
import { ALL_ENDPOINTS, type Endpoint } from '../../model/api/endpoints.ts';
import * as limits from '../../model/api/limits.ts';
import { measures } from '../../model/api/measures.ts';
import { SOURCE_FILES } from '../../model/data/source-files.ts';
import { TABLES } from '../../model/data/tables.ts';
import * as errors from '../../model/errors.ts';
import { PREFIXES } from '../../model/keys.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

const DOCS = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'docs/api.md',
  'docs/data.md',
  'docs/deploy.md',
  'docs/runbook.md',
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

  it('names only npm scripts that exist', () => {
    const named = matchesOf(text, /npm run (?:--silent )?([a-z]+(?::[a-z]+)?)/g);
    for (const script of named) expect(scripts, `npm run ${script}`).toHaveProperty(script);
  });

  it('names only files and folders that exist', () => {
    const folders = 'aws|bench|bin|cli|docs|engine|fixtures|lambdas|lib|local|model|site|test';
    const named = matchesOf(text, new RegExp(`\`((?:${folders})/[\\w./-]*)\``, 'g'));
    const linked = matchesOf(text, /\]\(((?!https?:)[^)#]+)\)/g);
    for (const path of named) expect(existsSync(join(ROOT, path)), path).toBe(true);
    for (const path of linked) expect(existsSync(join(ROOT, dirname(doc), path)), path).toBe(true);
  });

  it('names only paths that the API serves', () => {
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
  it('shows valid settings', () => {
    const [example] = matchesOf(read('README.md'), /"settings": (\{.*\})/g);
    expect(parseSettings(example).sourceBuckets).toEqual(['movie-drops']);
  });

  it('lists exactly the commands of npm run help, with their summaries', () => {
    const rows = [...read('README.md').matchAll(/^\| `npm (?:run )?(\S+)` \| (.+) \|$/gm)];
    const commands = COMMAND_GROUPS.flatMap((group) => group.commands);
    expect(rows.map(([, name, summary]) => [name, summary])).toEqual(
      commands.map(({ name, summary }) => [name, summary]),
    );
  });

  it('lists every group of API paths', () => {
    for (const { path } of ALL_ENDPOINTS) {
      const [start] = path.split('{');
      expect(read('README.md')).toContain(start!);
    }
  });
});

describe('docs/api.md', () => {
  const text = read('docs/api.md');
  const section = (heading: string): string => text.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  /** The second cells of a section's table by the first cells. */
  const rows = (heading: string): Map<string, string> =>
    new Map(
      [...section(heading).matchAll(/^\| ([^|]+) \| ([^|]+) \|/gm)].map(([, first, next]) => [first!, next!]),
    );
  const numbers = (cell: string | undefined): number[] =>
    matchesOf((cell ?? '').replace(/2\^53/g, '').replaceAll(',', ''), /(\d+)/g).map(Number);

  it('lists exactly the statuses of the errors that the API returns', () => {
    const listed = [...rows('Errors').keys()].flatMap(numbers);
    const known = new Set(Object.values(PROBLEMS).map(({ status }) => status));
    expect(listed.toSorted()).toEqual([...known].toSorted());
  });

  it('gives the limits that the code enforces', () => {
    const limit = (name: string): number[] => numbers(rows('Limits').get(name));
    const settings = parseSettings({});
    expect(limit('requests, all readers together')).toEqual([
      settings.throttlingRate,
      settings.throttlingBurst,
    ]);
    expect(limit('requests with one API key, where keys are asked for')).toEqual([
      settings.apiKeyThrottlingRate,
      settings.apiKeyThrottlingBurst,
      settings.apiKeyQuotaPerMonth,
    ]);
    expect(limit('a document')).toEqual([limits.MAX_DOCUMENT_BYTES]);
    expect(limit('companies on a page')).toEqual([limits.COMPANIES_PER_PAGE]);
    expect(limit('within a year or genre')).toEqual([
      limits.TOP_COMPANIES,
      limits.TOP_MOVIES,
      limits.TOP_MOVIES,
    ]);
    expect(limit('a ranking')).toEqual([limits.RANKING_LENGTH]);
    expect(limit('a shard of the search')).toEqual([
      limits.SEARCH_SHARD_COMPANIES,
      limits.SEARCH_SHARD_FIRST,
      MAX_PREFIX_LENGTH,
    ]);
  });

  it('lists exactly the measures of the schema', () => {
    const named = matchesOf([...rows('What the figures mean').keys()].join(), /`(\w+)`/g);
    expect(named.toSorted()).toEqual(Object.keys(measures.shape).sort());
  });
});

describe('docs/deploy.md', () => {
  it('shows valid settings for a local stack', () => {
    const [example] = matchesOf(read('docs/deploy.md'), /--settings '(\{.*\})'/g);
    expect(parseSettings(example).access).toBe('iam');
  });

  it('shows valid settings for alarms', () => {
    const [example] = matchesOf(read('docs/deploy.md'), /("alarmEmails": [^`]*)```/g);
    expect(parseSettings(`{${example}}`).monthlyBudgetUsd).toBe(25);
  });

  it('shows valid settings for domains', () => {
    const [name, certificateArn] = matchesOf(read('docs/deploy.md'), /"siteDomain": (\{.*\})/g).flatMap(
      (example) => Object.values(JSON.parse(example.replace('…', 'a-b')) as Record<string, string>),
    );
    expect(parseSettings({ siteDomain: { name, certificateArn } }).siteDomain?.name).toBe(name);
  });
});

describe('docs/sources.md', () => {
  it('shows valid settings', () => {
    const [example] = matchesOf(read('docs/sources.md'), /"settings": (\{.*?\n\})/gs);
    expect(parseSettings(example).source).toMatch(/^sftp:/);
  });
});

describe('docs/data.md', () => {
  const text = read('docs/data.md');

  it('explains every measure', () => {
    for (const measure of Object.keys(measures.shape)) expect(text).toContain(`\`${measure}\``);
  });

  it('lists every prefix of the bucket', () => {
    for (const prefix of Object.values(PREFIXES)) expect(text).toContain(`\`${prefix}`);
  });

  it('names every file of the dataset and every table', () => {
    for (const { name } of [...SOURCE_FILES, ...TABLES]) expect(text).toContain(`\`${name}\``);
  });

  it('names only errors that exist', () => {
    const known = Object.keys(errors);
    for (const name of matchesOf(text, /`(\w+Error)`/g)) expect(known).toContain(name);
  });
});
