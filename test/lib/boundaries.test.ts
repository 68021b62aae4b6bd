import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which rooms a room may not look into: arrows point down only (bin → lib → model; lambdas → model; ops → local → template, model). */
const FORBIDDEN = {
  model: [/^aws-cdk/, /^constructs$/, /^cdk-nag$/, /^@aws-sdk\//, /\/(lib|lambdas|local|ops|bin|site)\//],
  lambdas: [/^aws-cdk/, /^constructs$/, /^cdk-nag$/, /\/(lib|local|ops|bin|site|test|fixtures)\//],
  // Of the website, lib knows the addresses alone.
  lib: [/^@aws-sdk\//, /^cdk-nag$/, /\/(lambdas|local|ops|bin|test|fixtures)\//, /\/site\/(?!routes\.ts$)/],
  bin: [/^@aws-sdk\//, /^cdk-nag$/, /\/(lambdas|local|ops|site|test|fixtures)\//],
  local: [/\/(ops|site\/src|test|fixtures|bench)\//],
  // Commands look at what is deployed by its clients and its template's names, never at how it is made.
  ops: [/^aws-cdk/, /^constructs$/, /^cdk-nag$/, /\/(lib|bin|site|test|fixtures|bench)\//],
} as const;

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/\bfrom '([^']+)'|\bimport\(?\s*'([^']+)'/g)].map(
    ([, from, bare]) => from ?? bare!,
  );

describe('The rooms', () => {
  it.each(Object.entries(FORBIDDEN))('%s imports nothing that is above it', (room, forbidden) => {
    const files = sources(room);
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => forbidden.some((pattern) => pattern.test(name)))
        .map((name) => `${file}: ${name}`),
    );

    expect(files.length).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
  });

  it('of the website sees its own files, packages and how companies are found, and nothing else of the project', () => {
    // What browsers get; types.ts beside it is a tool that writes the API's types.
    const shipped = readdirSync('site/src', { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join('src', name));
    const files = [...shipped, 'routes.ts'];
    const outside = files.flatMap((name) =>
      importsOf(join('site', name))
        .filter((path) => path.startsWith('.'))
        .map((path) => join('site', name, '..', path))
        .filter((path) => !path.startsWith('site/')),
    );

    expect(shipped.length).toBeGreaterThan(0);
    expect(outside.filter((path) => path !== 'model/company-search.ts')).toEqual([]);
  });

  it('of the deployed code see no TypeScript that Node could not run as it is', () => {
    for (const file of Object.keys(FORBIDDEN).flatMap(sources)) {
      for (const name of importsOf(file).filter((path) => path.startsWith('.'))) {
        expect(name, file).toMatch(/\.(ts|sql|json)$/);
      }
    }
  });
});
