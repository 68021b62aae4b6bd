import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type * as Sources from '../../lambdas/sources/open-source.ts';
import { startLake } from './lake.ts';

let lake: Awaited<ReturnType<typeof startLake>>;
let sources: typeof Sources;
let folder: string;

beforeAll(async () => {
  lake = await startLake();
  sources = await import('../../lambdas/sources/open-source.ts');
  folder = await mkdtemp(join(tmpdir(), 'drop-'));
  await mkdir(join(folder, 'below'));
  await writeFile(join(folder, 'links.csv'), 'a\n');
});
afterAll(async () => {
  await lake.stop();
  await rm(folder, { recursive: true });
});
afterEach(() => {
  process.env.FOLDER_SOURCES = 'allowed';
});

describe('sources', () => {
  it('name the month in their URI', () => {
    expect(sources.sourceUri('s3://drops/{yyyy}/{mm}/{yyyy}-{mm}/', '2026-09')).toBe(
      's3://drops/2026/09/2026-09/',
    );
  });

  it.each([
    ['a path', () => folder],
    ['a file URI', () => pathToFileURL(folder).href],
  ])('read a folder by %s, without the folders in it', async (_case, uri) => {
    const source = sources.openSource(uri());
    expect(await source.list()).toEqual([{ name: 'links.csv', bytes: 2 }]);
    const chunks = await Array.fromAsync(await source.open('links.csv'));
    expect(Buffer.concat(chunks).toString()).toBe('a\n');
  });

  it('read an S3 prefix, with or without its slash, and nothing of its neighbours', async () => {
    const s3 = new S3Client({ forcePathStyle: true });
    for (const key of ['2026-10/', '2026-10/links.csv', '2026-10/below/x.csv', '2026-10-old/links.csv']) {
      await s3.send(new PutObjectCommand({ Bucket: 'drops', Key: key, Body: 'a\n' }));
    }
    for (const uri of ['s3://drops/2026-10', 's3://drops/2026-10/']) {
      expect(await sources.openSource(uri).list()).toEqual([{ name: 'links.csv', bytes: 2 }]);
    }
  });

  it.each([
    ['a bucket that the settings do not name', 's3://elsewhere/2026-10/', 'names only drops'],
    ['a kind that is not known', 'gopher://host/drop', 'begins with gopher://'],
  ])('refuse %s', (_case, uri, message) => {
    expect(() => sources.openSource(uri)).toThrow(
      expect.objectContaining({ name: 'SourceError', message: expect.stringContaining(message) }),
    );
  });

  it('refuse a folder anywhere but on a local run', () => {
    process.env.FOLDER_SOURCES = '';
    expect(() => sources.openSource(folder)).toThrow(/only a local run can read/);
  });

  it.each(['file://elsewhere/drop', 'file:///nope%zz'])(
    'refuse %s, which is no file URI of this machine',
    (uri) => {
      expect(() => sources.openSource(uri)).toThrow(
        expect.objectContaining({ name: 'SourceError', message: expect.stringContaining('no file URI') }),
      );
    },
  );

  it('take a scheme in capitals for what it is', async () => {
    const source = sources.openSource(pathToFileURL(folder).href.replace('file:', 'FILE:'));
    expect(await source.list()).toHaveLength(1);
  });

  it('name a link that leads nowhere', async () => {
    const link = join(folder, 'keywords.csv');
    await symlink(join(folder, 'nowhere'), link);
    await expect(sources.openSource(folder).list()).rejects.toThrow(/keywords\.csv cannot be read/);
    await rm(link);
  });

  it('say that a folder is not there', async () => {
    await expect(sources.openSource(join(folder, 'nowhere')).list()).rejects.toThrow(
      /there is no such file or folder/,
    );
  });
});
