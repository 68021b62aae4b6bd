import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type * as Sources from '../../../lambdas/sources/open-source.ts';
import { readFromS3 } from '../../../lambdas/sources/s3-location.ts';
import { zip } from '../../fixtures/zip.ts';
import { startLake } from '../bucket.ts';
import { type Interposed, interpose } from '../runtime/interposed.ts';

let lake: Awaited<ReturnType<typeof startLake>>;
let interposed: Interposed;
let sources: typeof Sources;
let folder: string;
let s3: S3Client;

beforeAll(async () => {
  lake = await startLake();
  interposed = await interpose(process.env.AWS_ENDPOINT_URL_S3!);
  process.env.AWS_ENDPOINT_URL_S3 = interposed.endpoint;
  sources = await import('../../../lambdas/sources/open-source.ts');
  s3 = new S3Client({ forcePathStyle: true });
  folder = await mkdtemp(join(tmpdir(), 'drop-'));
  await mkdir(join(folder, 'below'));
  await writeFile(join(folder, 'links.csv'), 'a\n');
});
afterAll(async () => {
  await interposed.close();
  await lake.stop();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  Object.assign(process.env, { FOLDER_SOURCES: 'allowed', SOURCE_BUCKETS: 'drops' });
});

const list = async (uri: string) => (await sources.openSource(uri)).list();
const put = (key: string, body: string | Buffer) =>
  s3.send(new PutObjectCommand({ Bucket: 'drops', Key: key, Body: body }));

describe('the sources of drops', () => {
  it('the placeholders of a source URI are replaced by the month', () => {
    expect(sources.sourceUri('s3://drops/{yyyy}/{mm}/{yyyy}-{mm}/', '2026-09')).toBe(
      's3://drops/2026/09/2026-09/',
    );
  });

  it.each([
    ['a path', () => folder],
    ['a file URI', () => pathToFileURL(folder).href],
  ])('a folder given by %s is read without its subfolders', async (_case, uri) => {
    const source = await sources.openSource(uri());
    expect(await source.list()).toMatchObject([{ name: 'links.csv', bytes: 2 }]);
    const chunks = await Array.fromAsync(await source.open('links.csv'));
    expect(Buffer.concat(chunks).toString()).toBe('a\n');
  });

  it('an S3 prefix is read with or without a trailing slash, and similar prefixes are ignored', async () => {
    for (const key of ['2026-10/', '2026-10/links.csv', '2026-10/below/x.csv', '2026-10-old/links.csv']) {
      await put(key, 'a\n');
    }
    for (const uri of ['s3://drops/2026-10', 's3://drops/2026-10/']) {
      expect(await list(uri)).toMatchObject([{ name: 'links.csv', bytes: 2 }]);
    }
  });

  it('an S3 prefix is listed with a delimiter, so that S3 omits objects in subfolders', async () => {
    for (const key of ['links.csv', 'below/a.csv', 'below/b.csv', 'below/deep/c.csv'])
      await put(`archive/${key}`, 'a\n');
    const asked: string[] = [];
    interposed.intercept(async ({ line }) => void asked.push(line));
    const listed = await list('s3://drops/archive/');
    interposed.intercept(null);

    expect(listed).toMatchObject([{ name: 'links.csv', bytes: 2 }]);
    expect(asked).toEqual([expect.stringContaining('delimiter=%2F')]);
  });

  it('an S3 prefix that contains only subfolders has no files', async () => {
    await put('folders/below/a.csv', 'a\n');
    expect(await list('s3://drops/folders/')).toEqual([]);
  });

  it.each([
    ['a bucket that the settings do not list', 's3://elsewhere/2026-10/', 'names only drops'],
    ['an unsupported scheme', 'gopher://host/drop', 'begins with gopher://'],
    ['an archive in a bucket that the settings do not list', 's3://elsewhere/drop.zip', 'names only drops'],
    ['an S3 prefix without objects', 's3://drops/2026-1/', 'There is nothing at s3://drops/2026-1/'],
    ['an S3 archive that does not exist', 's3://drops/nowhere.zip', 'there is no such object'],
    ['a bucket named like an archive', 's3://elsewhere.zip', 'names only drops'],
    ['a local archive that does not exist', '/nowhere/drop.zip', 'there is no such file or folder'],
  ])('a source URI with %s is rejected', async (_case, uri, message) => {
    await expect(list(uri)).rejects.toMatchObject({
      name: 'SourceError',
      message: expect.stringContaining(message),
    });
  });

  it.each(['s3://gone/2026-10/', 's3://gone/2026-10.zip'])(
    'the source %s is rejected because its bucket does not exist',
    async (uri) => {
      process.env.SOURCE_BUCKETS = 'drops,gone';
      await expect(list(uri)).rejects.toMatchObject({
        name: 'SourceError',
        message: expect.stringContaining('there is no such bucket'),
      });
    },
  );

  it.each(['/drops/2026-10', '/drops/2026-10.zip', 'file:///drops/2026-10.zip'])(
    'the local source %s is rejected outside of local runs',
    async (uri) => {
      process.env.FOLDER_SOURCES = '';
      await expect(list(uri)).rejects.toThrow(/only a local run can read/);
    },
  );

  it.each(['file://elsewhere/drop', 'file:///nope%zz'])(
    'the invalid file URI %s is rejected',
    async (uri) => {
      await expect(list(uri)).rejects.toMatchObject({
        name: 'SourceError',
        message: expect.stringContaining('no file URI'),
      });
    },
  );

  it('a URI scheme in upper case is accepted', async () => {
    const source = await sources.openSource(pathToFileURL(folder).href.replace('file:', 'FILE:'));
    expect(await source.list()).toHaveLength(1);
  });

  it('a broken link in a folder is named in the error', async () => {
    const link = join(folder, 'keywords.csv');
    await symlink(join(folder, 'nowhere'), link);
    await expect(list(folder)).rejects.toThrow(/keywords\.csv cannot be read/);
    await rm(link);
  });

  it('a folder that does not exist is rejected', async () => {
    await expect(list(join(folder, 'nowhere'))).rejects.toThrow(/there is no such file or folder/);
  });
});

describe('zip archives on local disk and in S3', () => {
  const archive = zip([{ name: 'drop/links.csv', content: 'a\n' }]);

  async function expectLinks(uri: string): Promise<void> {
    const source = await sources.openSource(uri);
    expect(await source.list()).toMatchObject([{ name: 'links.csv', bytes: 2 }]);
    expect(await text(await source.open('links.csv'))).toBe('a\n');
  }

  it('a local archive is read by path and by file URI, also with the extension .ZIP', async () => {
    const path = join(folder, 'a drop.ZIP');
    await writeFile(path, archive);
    for (const uri of [path, pathToFileURL(path).href]) await expectLinks(uri);
    await rm(path);
  });

  it('an archive is read from S3', async () => {
    await put('archives/2026-10.zip', archive);
    await expectLinks('s3://drops/archives/2026-10.zip');
    await expectLinks('S3://drops/archives/2026-10.zip');
  });

  it('a folder or prefix whose name ends in .zip is read as a folder or prefix', async () => {
    await mkdir(join(folder, 'folder.zip'));
    await writeFile(join(folder, 'folder.zip', 'links.csv'), 'a\n');
    await put('prefix.zip/links.csv', 'a\n');
    for (const uri of [join(folder, 'folder.zip'), 's3://drops/prefix.zip', 's3://drops/prefix.zip/']) {
      await expectLinks(uri);
    }
    await rm(join(folder, 'folder.zip'), { recursive: true });
  });

  it('an archive in S3 that is replaced while it is read is rejected', async () => {
    await put('replaced.zip', archive);
    const source = await sources.openSource('s3://drops/replaced.zip');
    await source.list();
    await put('replaced.zip', zip([{ name: 'drop/links.csv', content: 'b\n' }]));
    await expect(source.open('links.csv')).rejects.toMatchObject({
      name: 'SourceError',
      message: expect.stringContaining('changed while it was being read'),
    });
  });
});

describe('the errors of S3', () => {
  const refusal = (name: string, httpStatusCode: number) =>
    new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode } });
  const answered = (error: Error) => readFromS3('s3://drops/a.zip', () => Promise.reject(error));

  it.each([
    ['AccessDenied', 403, 'reading it is not allowed'],
    ['InvalidObjectState', 403, 'restore it first'],
    ['PermanentRedirect', 301, 'in another region'],
  ])('the permanent S3 error %s is reported as a SourceError', async (name, status, reason) => {
    await expect(answered(refusal(name, status))).rejects.toMatchObject({
      name: 'SourceError',
      message: expect.stringMatching(`^The source s3://drops/a.zip cannot be read: .*${reason}`),
    });
  });

  it.each([
    ['SlowDown', 503],
    ['RequestTimeTooSkewed', 403],
  ])('the transient S3 error %s is rethrown unchanged', async (name, status) => {
    const error = refusal(name, status);
    await expect(answered(error)).rejects.toBe(error);
  });
});

describe('a file that is replaced after it was listed', () => {
  const archive = (content: string) => zip([{ name: 'movies_metadata.csv', content }]);
  const local = (name: string) => join(folder, name);

  it.each([
    [
      'in a folder',
      () => local('replaced'),
      async (content: string) => {
        await mkdir(local('replaced'), { recursive: true });
        await writeFile(join(local('replaced'), 'movies_metadata.csv'), content);
      },
    ],
    [
      'in an archive',
      () => local('replaced.zip'),
      (content: string) => writeFile(local('replaced.zip'), archive(content)),
    ],
    [
      'under a prefix',
      () => 's3://drops/replaced/',
      (content: string) => put('replaced/movies_metadata.csv', content),
    ],
    [
      'in an archive in S3',
      () => 's3://drops/replaced-later.zip',
      (content: string) => put('replaced-later.zip', archive(content)),
    ],
  ])('a file %s that is replaced after it was listed is rejected', async (_, uri, write) => {
    await write('a\n');
    const [entry] = await list(uri());
    const { name, version } = entry!;
    const again = async () => (await sources.openSource(uri())).open(name, version);
    expect(await text(await again())).toBe('a\n');
    await write('other\n');
    await expect(again()).rejects.toMatchObject({
      name: 'SourceError',
      message: expect.stringMatching(/was changed .*run it again\.$/),
    });
    await rm(local('replaced'), { recursive: true, force: true });
    await rm(local('replaced.zip'), { force: true });
  });
});

describe('a file that does not exist in its source', () => {
  it.each([
    ['from a folder', () => folder],
    ['from a prefix', () => 's3://drops/2026-10/'],
  ])('a file that is missing %s is rejected with a clear message', async (_, uri) => {
    const source = await sources.openSource(uri());
    await expect(source.open('ratings.csv')).rejects.toMatchObject({
      name: 'SourceError',
      message: expect.stringMatching(/ratings\.csv cannot be read: there is no such/),
    });
  });
});
