import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zip } from '../fixtures/zip.ts';
import { expectedAfter } from '../reference/documents.ts';
import { COLUMNS } from '../reference/rows.ts';
import { csvOf, listCell, type Row } from '../reference/sample.ts';
import { keptByFailedRuns } from './bucket.ts';
import { type Finished, month, monthSucceeds, type Server, serve, temporaryFolder } from './commands.ts';
import { faultsAgainst, type Snapshot, snapshot } from './compare.ts';
import { type Drop, dropOf, optionsFor } from './drops.ts';
import { send } from './http.ts';

const MOVIES = 'movies_metadata.csv';
const rows: Row[] = Array.from({ length: 100 }, (_, index) => ({
  id: String(index + 1),
  release_date: `${1980 + (index % 9)}-05-06`,
  revenue: String(index * 1000),
  genres: listCell([18, 'Drama']),
  production_companies: listCell([3, 'Pixar']),
}));
const good = dropOf('2026-08', csvOf(rows));
const expected = expectedAfter([good]);

const dataDir = temporaryFolder();
let server: Server;
let served: Snapshot;
let status: string;
let kept: Record<string, string>;

beforeAll(async () => {
  server = await serve(dataDir);
  await monthSucceeds(...optionsFor(good, dataDir));
  served = await snapshot(server.url, expected);
  status = (await send(server.url, '/v1/status')).text;
  kept = await keptByFailedRuns(dataDir);
  expect(kept).toMatchObject({ lock: 'free', 'months/2026-08.json': expect.any(String) });
});
afterAll(() => server?.stop());

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/**
 * Asserts exit code 1, an error in the last line without a stack trace, and that neither the live release nor any object that
 * a failed run must not change has changed.
 */
async function expectFailure({ code, stdout, stderr }: Finished, what: RegExp): Promise<void> {
  expect(code, stderr).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(lines(stderr).at(-1)).toMatch(what);
  expect((await send(server.url, '/v1/status')).text).toBe(status);
  expect(await keptByFailedRuns(dataDir)).toEqual(kept);
}

describe('Invalid options end the command at once with a one-line error:', () => {
  it.each<[string, string[], RegExp]>([
    ['no month', ['--source', good.folder], /month/],
    ['month 13', ['--month', '2026-13', '--source', good.folder], /2026-13/],
    ['an invalid month', ['--month', 'October', '--source', good.folder], /October/],
    [
      'an unknown option',
      ['--month', '2026-09', '--source', good.folder, '--publish-twice'],
      /publish-twice/,
    ],
    ['an unexpected argument', ['--month', '2026-09', '--source', good.folder, 'more'], /more/],
    ['an option without its value', ['--source', good.folder, '--month'], /month/],
    ['an invalid step', ['--month', '2026-08', '--from', 'publish'], /from|publish/],
  ])('%s', async (_, options, what) => {
    const finished = await month(...options, '--data-dir', dataDir);
    await expectFailure(finished, what);
    expect(lines(finished.stderr)).toHaveLength(1);
  });
});

describe('A run fails with a one-line error for', () => {
  it.each<[string, string[], RegExp]>([
    ['an uncommitted month from its raw copy', ['--month', '2026-07', '--from', 'normalize'], /2026-07/],
    ['an uncommitted month from its tables', ['--month', '2026-07', '--from', 'aggregate'], /2026-07/],
    [
      'the tables together with a source',
      ['--month', '2026-08', '--from', 'aggregate', '--source', '.'],
      /source/,
    ],
    ['a missing folder', ['--month', '2026-09', '--source', '/nowhere/at/all'], /nowhere/],
    [
      'a bucket that is not in the settings',
      ['--month', '2026-09', '--source', 's3://elsewhere/drop/'],
      /elsewhere/,
    ],
    ['an unknown kind of source', ['--month', '2026-09', '--source', 'gopher://host/drop'], /gopher/],
    ['a missing archive', ['--month', '2026-09', '--source', '/nowhere/a.zip'], /a\.zip.*no such/],
  ])('%s', async (_, options, what) => {
    await expectFailure(await month(...options, '--data-dir', dataDir), what);
  });
});

describe('A run fails for a drop with', () => {
  const header = COLUMNS.join(',');
  const withFile = (name: string, bytes: string | Buffer): Drop => {
    const drop = dropOf('2026-09', csvOf(rows));
    writeFileSync(join(drop.folder, name), bytes);
    return drop;
  };
  const csv = (bytes: string | Buffer): Drop => withFile('movies_metadata.csv', bytes);
  const without = (name: string): Drop => {
    const drop = dropOf('2026-09', '');
    rmSync(join(drop.folder, name));
    return drop;
  };
  const faulty = (count: number): string =>
    csvOf(rows.map((row, index) => (index < count ? { ...row, budget: 'x' } : row)));

  it.each<[string, () => Drop, RegExp]>([
    ['no file', () => without('movies_metadata.csv'), /MissingFileError.*movies_metadata\.csv/],
    [
      'a plain and a gzipped file',
      () => withFile('movies_metadata.csv.gz', gzipSync(csvOf(rows))),
      /DuplicateFileError/,
    ],
    ['an empty file', () => csv(''), /EmptyFileError.*movies_metadata\.csv/],
    ['a missing column', () => csv('id,title\n1,a\n'), /MissingColumnError.*adult/],
    [
      'an unclosed quote',
      () => csv(`${csvOf(rows)}1,"never`),
      /MalformedCsvError.*movies_metadata\.csv.*102/,
    ],
    [
      'a quote in an unquoted field',
      () => csv(`${csvOf(rows)}a"b,1\n`),
      /MalformedCsvError.*movies_metadata\.csv.*102/,
    ],
    [
      'text after a closing quote',
      () => csv(`${header}\n"a"b\n`),
      /MalformedCsvError.*movies_metadata\.csv.*2/,
    ],
    ['a record above 1 MB', () => csv(`${header}\n"${'a'.repeat(1_100_000)}"\n`), /MalformedCsvError/],
    [
      'a file that is not UTF-8',
      () => csv(Buffer.concat([Buffer.from(csvOf(rows)), Buffer.from([0xff, 0x0a])])),
      /NotUtf8Error/,
    ],
    [
      'a file that is not gzip',
      () => gzippedAlone('no gzip'),
      /CorruptArchiveError.*movies_metadata\.csv\.gz/,
    ],
    [
      'a truncated gzip file',
      () => gzippedAlone(gzipSync(csvOf(rows)).subarray(0, -20)),
      /CorruptArchiveError.*movies_metadata\.csv\.gz/,
    ],
    ['a truncated archive', () => archive(zipped(MOVIES).subarray(0, -20)), /CorruptArchiveError.*drop\.zip/],
    [
      'an archive without movies_metadata.csv',
      () => archive(zipped('links.csv')),
      /MissingFileError.*drop\.zip/,
    ],
    ['an archive with a path outside it', () => archive(zipped(`../${MOVIES}`)), /SourceError.*drop\.zip/],
    ['6 % faulty rows', () => csv(faulty(6)), /TooManyQuarantinedError/],
  ])('%s', async (_, drop, what) => {
    await expectFailure(await month(...optionsFor(drop(), dataDir)), what);
  });

  const zipped = (name: string): Buffer => zip([{ name, content: csvOf(rows) }]);
  function archive(bytes: Buffer): Drop {
    const drop = withFile('drop.zip', bytes);
    return { ...drop, folder: join(drop.folder, 'drop.zip') };
  }

  function gzippedAlone(text: string | Buffer): Drop {
    const drop = withFile('movies_metadata.csv.gz', text);
    rmSync(join(drop.folder, 'movies_metadata.csv'));
    return drop;
  }

  it('more than 10 % fewer movies than the live release', async () => {
    const smaller = dropOf('2026-08', csvOf(rows.slice(11)));
    await expectFailure(await month(...optionsFor(smaller, dataDir)), /ReleaseShrinksError/);
  });

  it('any of these, and neither the served documents nor a later month are affected', async () => {
    expect(await snapshot(server.url, expected)).toEqual(served);
    const next = dropOf('2026-10', csvOf([{ id: '1000' }]));
    await monthSucceeds(...optionsFor(next, dataDir));
    expect(await faultsAgainst(server.url, expectedAfter([good, next]))).toEqual([]);
  });
});

describe('A file with only a header', () => {
  it('is a month without movies, and extra columns are reported', async () => {
    const readStatus = async () => JSON.parse((await send(server.url, '/v1/status')).text);
    const before = await readStatus();
    const empty = dropOf('2026-11', `${COLUMNS.join(',')},rating\n`);
    const { stdout } = await monthSucceeds(...optionsFor(empty, dataDir), '--json');
    expect(JSON.parse(stdout).files).toMatchObject([
      { extra_columns: ['rating'], counts: { read: 0, accepted: 0, quarantined: 0, duplicates: 0 } },
    ]);
    const { months, movie_count } = await readStatus();
    expect(months.at(-1)).toMatchObject({ month: '2026-11', read: 0 });
    expect(movie_count).toBe(before.movie_count);
  });

  it('gives a release without movies if it is the only month', { timeout: 120_000 }, async () => {
    const empty = dropOf('2026-01', `${COLUMNS.join(',')}\n`);
    const data = temporaryFolder();
    await monthSucceeds(...optionsFor(empty, data));
    const own = await serve(data);
    try {
      expect(await faultsAgainst(own.url, expectedAfter([empty]))).toEqual([]);
    } finally {
      await own.stop();
    }
  });
});

describe('The gates', () => {
  it('accept exactly 5 % quarantined rows and exactly 10 % fewer movies, and more with --force', async () => {
    const fives = csvOf(rows.map((row, index) => (index < 5 ? { ...row, budget: 'x' } : row)));
    const first = dropOf('2026-01', fives);
    const data = temporaryFolder();
    const own = await serve(data);
    try {
      await monthSucceeds(...optionsFor(first, data)); // 95 movies
      for (const kept of [90, 81])
        await monthSucceeds(...optionsFor(dropOf('2026-01', csvOf(rows.slice(0, kept))), data));
      const few = dropOf('2026-01', csvOf(rows.slice(0, 10)));
      expect((await month(...optionsFor(few, data))).code).toBe(1);
      await monthSucceeds(...optionsFor(few, data), '--force');
      expect(await faultsAgainst(own.url, expectedAfter([few]))).toEqual([]);
    } finally {
      await own.stop();
    }
  });
});

describe('--json', () => {
  it('prints only the final run.json on stdout', async () => {
    const folder = join(temporaryFolder(), '2026-11');
    mkdirSync(folder);
    const source = join(folder, 'movies_metadata.csv');
    writeFileSync(source, csvOf([{ id: '2000' }, { id: '2000' }, { id: 'x' }]));
    copyFileSync(source, join(folder, 'more.txt'));
    const { stdout } = await monthSucceeds(
      '--month',
      '2026-11',
      '--source',
      folder,
      '--data-dir',
      dataDir,
      '--json',
    );
    const run = JSON.parse(stdout);
    expect(run).toMatchObject({ month: '2026-11', run_id: expect.any(String) });
    expect(stdout).toContain(createHash('sha256').update(readFileSync(source)).digest('hex'));
    expect(stdout).toContain('more.txt');
    for (const [count, value] of Object.entries({ read: 3, accepted: 1, quarantined: 1, duplicates: 1 })) {
      expect(stdout).toMatch(new RegExp(`"${count}":\\s*${value}\\b`));
    }
    const { months } = JSON.parse((await send(server.url, '/v1/status')).text);
    expect(months.at(-1)).toMatchObject({
      month: '2026-11',
      run_id: run.run_id,
      reasons: { movies_metadata: { id: 1 } },
    });
  });
});
