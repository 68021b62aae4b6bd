import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * What the files of each folder may import besides their own folder: project paths (`model/` is the whole folder,
 * `model/api/openapi.ts` one file), packages by name, and `@scope/*`. An import that is not listed is an error. Built-in
 * modules of Node are allowed except in `site/src`, which runs in browsers.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  model: ['zod'],
  aws: ['model/', '@aws-sdk/*', '@smithy/*', 'p-map'],
  engine: ['aws/', 'model/', '@duckdb/node-api', 'p-map'],
  lambdas: [
    'engine/',
    'aws/',
    'model/',
    '@aws-lambda-powertools/*',
    '@aws-sdk/*',
    '@duckdb/node-api',
    'aws-lambda',
    'csv-parse',
    'jose',
    'p-map',
    'ssh2',
    'yauzl',
    'zod',
  ],
  lib: ['model/', 'aws-cdk-lib', 'cdk-nag', 'constructs', 'esbuild', 'zod'],
  bin: ['lib/', 'aws-cdk-lib', 'cdk-nag', 'constructs'],
  local: [
    'aws/',
    'model/',
    '@aws-sdk/*',
    '@smithy/signature-v4',
    'aws-lambda',
    'aws-local-stepfunctions',
    'miniflare',
    'p-map',
    'velocityjs',
    'zod',
  ],
  cli: [
    'local/',
    'engine/',
    'aws/',
    'model/',
    '@aws-sdk/*',
    '@redocly/openapi-core',
    'ajv',
    'ajv-formats',
    'p-map',
    'zod',
  ],
  'site/src': [
    'model/api/company-search.ts',
    'model/api/site-routes.ts',
    '@observablehq/plot',
    'openapi-fetch',
    'preact',
    'preact-iso',
    'swagger-ui-dist',
  ],
  site: [
    'cli/commands/',
    'cli/shared/command.ts',
    'model/api/openapi.ts',
    '@preact/preset-vite',
    'openapi-typescript',
    'vite',
  ],
  fixtures: ['cli/', 'local/', 'model/'],
  bench: ['cli/', 'local/', 'model/', '@aws-sdk/*', '@duckdb/node-api'],
};

/** The folder of {@link ALLOWED} that a file belongs to: the longest that contains it. */
const folderOf = (file: string): string | undefined =>
  Object.keys(ALLOWED)
    .filter((folder) => file.startsWith(`${folder}/`))
    .toSorted((a, b) => b.length - a.length)[0];

const FILES = [...new Set(Object.keys(ALLOWED).map((folder) => folder.split('/')[0]!))].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.(ts|tsx|js)$/.test(name) && !/node_modules|\/dist\/|\/public\//.test(name)),
);

/** The module specifiers of a file's static and dynamic imports. */
const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:\bfrom |\bimport\(\s*|^import )'([^']+)'/gm)].map(
    ([, name]) => name!,
  );

/** A specifier as {@link ALLOWED} names it: the path from the root, or the package's name. */
function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
  const [scope, name] = specifier.split('/');
  return scope!.startsWith('@') ? `${scope}/${name}` : scope!;
}

function isAllowed(folder: string, target: string): boolean {
  if (folderOf(target) === folder) return true;
  if (target.startsWith('node:')) return folder !== 'site/src';
  return ALLOWED[folder]!.some((entry) =>
    entry.endsWith('/')
      ? target.startsWith(entry)
      : entry.endsWith('/*')
        ? target.startsWith(entry.slice(0, -1))
        : target === entry,
  );
}

describe('Imports', () => {
  it.each(Object.keys(ALLOWED))('in %s/ go only to what the folder may import', (folder) => {
    const files = FILES.filter((file) => folderOf(file) === folder);
    const refused = files.flatMap((file) =>
      importsOf(file)
        .map((specifier) => targetOf(file, specifier))
        .filter((target) => !isAllowed(folder, target))
        .map((target) => `${file} imports ${target}`),
    );

    expect(files.length).toBeGreaterThan(0);
    expect(refused).toEqual([]);
  });

  it('never form a cycle between files', () => {
    const graph = new Map(
      FILES.map((file) => [
        file,
        importsOf(file)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => targetOf(file, specifier)),
      ]),
    );
    const finished = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) throw new Error(`A cycle of imports: ${[...path, file].join(' → ')}`);
      if (finished.has(file)) return;
      for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
      finished.add(file);
    };

    expect(() => {
      for (const file of graph.keys()) visit(file, []);
    }).not.toThrow();
  });

  it('of project files name the extension, so that Node runs the TypeScript as it is', () => {
    const wrong = FILES.filter((file) => !file.startsWith('site/')).flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.') && !/\.(ts|sql|json|js)$/.test(name))
        .map((name) => `${file} imports ${name}`),
    );

    expect(wrong).toEqual([]);
  });
});
