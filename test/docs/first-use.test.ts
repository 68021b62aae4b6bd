import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, type Server, startServer, temporaryFolder } from '../e2e/commands.ts';
import { folderAfter } from '../e2e/drops.ts';
import { send } from '../e2e/http.ts';
import { codeBlocks, shellLines } from './code-blocks.ts';

/** The address that the documented samples use. */
const ADDRESS = 'http://127.0.0.1:3000';
const DOCUMENTS = ['README.md', 'docs/api.md'] as const;
const CURL = [...new Set(DOCUMENTS.flatMap((document) => shellLines(document, 'curl ')))];
const PYTHON = process.env.PYTHON ?? 'python3';

const run = promisify(execFile);
/** An empty folder in which the samples run. */
const folder = temporaryFolder();
let server: Server;

beforeAll(async () => {
  server = await startServer('start', '--data-dir', await folderAfter('2026-10'));
});
afterAll(() => server?.stop());

/** A sample with the address of this test's server. */
const withAddress = (code: string): string => code.replaceAll(ADDRESS, server.url);
const document = async (path: string) => JSON.parse((await send(server.url, path)).text);

async function shell(code: string): Promise<string> {
  // Samples may not download packages: npm runs offline.
  const env = { ...process.env, npm_config_offline: 'true' };
  return (await run('sh', ['-euc', withAddress(code)], { cwd: folder, env })).stdout;
}

/** The only code block of a language in the section "First use". */
function sample(language: string, contains = ''): string {
  const found = codeBlocks('docs/api.md', 'First use').filter(
    (block) => block.language === language && block.code.includes(contains),
  );
  expect(found).toHaveLength(1);
  return found[0]!.code;
}

function missing(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}
const withoutCurl = missing('curl', '--version');
const NO_CURL = 'curl is not installed; its samples are skipped';

it('README.md shows the same first-use samples as docs/api.md', () => {
  const [known, shown] = [codeBlocks('docs/api.md', 'First use'), codeBlocks('README.md', 'First use')];
  const lines = known.flatMap(({ code }) => code.split('\n'));
  expect(shown.map(({ language }) => language)).toEqual(known.map(({ language }) => language));
  for (const line of shown.flatMap(({ code }) => code.split('\n'))) expect(lines).toContain(line);
});

describe('curl', () => {
  it.for(CURL)('returns 200 for %s', async (line, { skip }) => {
    skip(withoutCurl, NO_CURL);
    const { body, status } = await runCurl(line);
    expect(status).toBe('200');
    if (isPrinted(line)) expect(JSON.parse(body)).not.toHaveProperty('detail');
  });

  it('returns 304 for a document that is current', async ({ skip }) => {
    skip(withoutCurl, NO_CURL);
    const line = CURL.find((each) => each.includes('--etag-compare'))!;
    await shell(line);
    expect((await runCurl(line)).status).toBe('304');
    expect(readFileSync(join(folder, '1995.json'), 'utf8')).toBe(
      (await send(server.url, '/v1/stats/year/1995')).text,
    );
  });
});

describe('TypeScript', () => {
  it('compiles with the types generated from the OpenAPI document, and runs', async () => {
    installPackages();
    await shell(sample('sh', 'npx openapi-typescript'));
    writeFileSync(join(folder, 'first-use.ts'), withAddress(sample('ts')));
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024'];
    await run(join(ROOT, 'node_modules/.bin/tsc'), [...options, 'first-use.ts'], { cwd: folder });
    const { stdout } = await run(join(ROOT, 'node_modules/.bin/node'), ['first-use.ts'], { cwd: folder });
    expect(stdout).toContain(` ${(await document('/v1/stats/genre/drama')).known_profit} `);
  });
});

describe('Python', () => {
  it('reads a downloaded table with pandas', async ({ skip }) => {
    skip(
      missing(PYTHON, '-c', 'import pandas'),
      `pandas is not installed for ${PYTHON}; its sample is skipped`,
    );
    const { stdout } = await run(PYTHON, ['-c', withAddress(sample('python'))], { cwd: folder });
    const { entries } = await document('/v1/stats/ranking/year/known-profit');
    const printed = stdout.trim().split('\n').slice(1);
    expect(printed.map((line) => line.trim().split(/ +/).slice(1).map(Number))).toEqual(
      entries
        .slice(0, 10)
        .map((each: Record<string, number>) => [each.year, each.known_profit, each.movies_with_both]),
    );
  });
});

describe('SQL', () => {
  it('queries a downloaded file with DuckDB', async ({ skip }) => {
    skip(withoutCurl, NO_CURL);
    await shell(sample('sh', 'genre_year.parquet'));
    const { years } = await document('/v1/stats/genre/drama');
    const nineties = years.filter(
      ({ year }: { year: number | null }) => year !== null && year >= 1990 && year < 2000,
    );
    const expected = nineties.reduce(
      (sum: number, each: { known_profit: number }) => sum + each.known_profit,
      0,
    );
    const rows = await query(sample('sql'));
    expect(rows).toContainEqual({ genre_name: 'Drama', decade: 1990n, known_profit: BigInt(expected) });
    expect(rows.map(({ decade }) => decade)).toEqual(rows.map(({ decade }) => decade).sort());
  });
});

/** Whether a curl line prints the response instead of saving it. */
const isPrinted = (line: string): boolean => !/ (-o|-sO) /.test(line);

/** The output of a curl line, and the response status. */
async function runCurl(line: string): Promise<{ body: string; status: string }> {
  const printed = await shell(`${line} -w '\n%{http_code}'`);
  const end = printed.lastIndexOf('\n');
  return { body: printed.slice(0, end), status: printed.slice(end + 1) };
}

/** Links the packages of the TypeScript sample where `npm install` would put them. */
function installPackages(): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  for (const name of ['openapi-typescript', 'openapi-fetch', 'openapi-typescript-helpers']) {
    const places = ['site/node_modules', 'node_modules'].map((place) => join(ROOT, place, name));
    symlinkSync(places.find((place) => existsSync(place))!, join(modules, name));
  }
  symlinkSync('../openapi-typescript/bin/cli.js', join(modules, '.bin/openapi-typescript'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
}

/** The rows of a DuckDB query over files of the samples' folder. */
async function query(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    await connection.run(`SET file_search_path = '${folder}'`);
    return (await (await connection.runAndReadAll(sql)).getRowObjectsJS()) as Record<string, unknown>[];
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
