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

/** Where the documents' samples expect the service. */
const ADDRESS = 'http://127.0.0.1:3000';
const DOCUMENTS = ['README.md', 'docs/api.md'] as const;
const CURL = [...new Set(DOCUMENTS.flatMap((document) => shellLines(document, 'curl ')))];
const PYTHON = process.env.PYTHON ?? 'python3';

const run = promisify(execFile);
/** Where the samples run, as in a newcomer's folder. */
const folder = temporaryFolder();
let server: Server;

beforeAll(async () => {
  server = await startServer('start', '--data-dir', await folderAfter('2026-10'));
});
afterAll(() => server?.stop());

/** A sample as it stands, for the address of this service. */
const here = (code: string): string => code.replaceAll(ADDRESS, server.url);
const document = async (path: string) => JSON.parse((await send(server.url, path)).text);

async function shell(code: string): Promise<string> {
  // Nothing may come from a registry: what a sample needs is there, or it fails.
  const env = { ...process.env, npm_config_offline: 'true' };
  return (await run('sh', ['-euc', here(code)], { cwd: folder, env })).stdout;
}

/** The one block of first use in a language. */
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
const NO_CURL = 'curl is not installed here, so its samples are not run';

it("README's first use is that of docs/api.md", () => {
  const [known, shown] = [codeBlocks('docs/api.md', 'First use'), codeBlocks('README.md', 'First use')];
  const lines = known.flatMap(({ code }) => code.split('\n'));
  expect(shown.map(({ language }) => language)).toEqual(known.map(({ language }) => language));
  for (const line of shown.flatMap(({ code }) => code.split('\n'))) expect(lines).toContain(line);
});

describe('curl', () => {
  it.for(CURL)('%s', async (line, { skip }) => {
    skip(withoutCurl, NO_CURL);
    const { body, status } = await answered(line);
    expect(status).toBe('200');
    if (isPrinted(line)) expect(JSON.parse(body)).not.toHaveProperty('detail');
  });

  it('fetches nothing anew that is current', async ({ skip }) => {
    skip(withoutCurl, NO_CURL);
    const line = CURL.find((each) => each.includes('--etag-compare'))!;
    await shell(line);
    expect((await answered(line)).status).toBe('304');
    expect(readFileSync(join(folder, '1995.json'), 'utf8')).toBe(
      (await send(server.url, '/v1/stats/year/1995')).text,
    );
  });
});

describe('TypeScript', () => {
  it('compiles against the types that the API gives of itself, and runs', async () => {
    installPackages();
    await shell(sample('sh', 'npx openapi-typescript'));
    writeFileSync(join(folder, 'first-use.ts'), here(sample('ts')));
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024'];
    await run(join(ROOT, 'node_modules/.bin/tsc'), [...options, 'first-use.ts'], { cwd: folder });
    const { stdout } = await run(join(ROOT, 'node_modules/.bin/node'), ['first-use.ts'], { cwd: folder });
    expect(stdout).toContain(` ${(await document('/v1/stats/genre/drama')).known_profit} `);
  });
});

describe('Python', () => {
  it('reads a table with pandas', async ({ skip }) => {
    skip(
      missing(PYTHON, '-c', 'import pandas'),
      `pandas is not installed for ${PYTHON}, so its sample is not run`,
    );
    const { stdout } = await run(PYTHON, ['-c', here(sample('python'))], { cwd: folder });
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
  it('asks a file that was fetched', async ({ skip }) => {
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
    const rows = await asked(sample('sql'));
    expect(rows).toContainEqual({ genre_name: 'Drama', decade: 1990n, known_profit: BigInt(expected) });
    expect(rows.map(({ decade }) => decade)).toEqual(rows.map(({ decade }) => decade).sort());
  });
});

/** Whether a curl line prints what it gets, rather than saving it. */
const isPrinted = (line: string): boolean => !/ (-o|-sO) /.test(line);

/** What a curl line prints, and the status that it gets. */
async function answered(line: string): Promise<{ body: string; status: string }> {
  const printed = await shell(`${line} -w '\n%{http_code}'`);
  const end = printed.lastIndexOf('\n');
  return { body: printed.slice(0, end), status: printed.slice(end + 1) };
}

/** The packages that the TypeScript sample asks for, as `npm install` would put them there. */
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

/** The rows of a query in the samples' folder. */
async function asked(sql: string): Promise<Record<string, unknown>[]> {
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
