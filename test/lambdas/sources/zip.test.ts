import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArchiveBytes } from '../../../lambdas/sources/archive.ts';
import { openZip } from '../../../lambdas/sources/zip.ts';
import { TransientError } from '../../../model/errors.ts';
import { type Packed, zip } from '../../fixtures/zip.ts';

const MOVIES = 'movies_metadata.csv';
const NAME = 's3://drops/2026-10.zip';

/** An archive in memory that is read in chunks of this many bytes. */
const bytesOf = (archive: Buffer, chunkBytes = 1_000): ArchiveBytes => ({
  size: archive.length,
  open: async (start, end) => {
    const range = archive.subarray(start, end);
    const count = Math.ceil(range.length / chunkBytes);
    return Readable.from(
      Array.from({ length: count }, (_, index) =>
        range.subarray(index * chunkBytes, (index + 1) * chunkBytes),
      ),
    );
  },
});
const open = (archive: Buffer, chunkBytes?: number) => openZip(NAME, bytesOf(archive, chunkBytes));

async function contentsOf(archive: Buffer, chunkBytes?: number): Promise<Record<string, string>> {
  const source = open(archive, chunkBytes);
  const files = await source.list();
  const contents = files.map(async ({ name, bytes }) => {
    const content = await buffer(await source.open(name));
    expect(content.length).toBe(bytes);
    return [name, content.toString()] as const;
  });
  return Object.fromEntries(await Promise.all(contents));
}

/** Opens the archive and reads every file. One of these calls must throw the error. */
async function expectRefusal(archive: Buffer, error: string, ...parts: string[]): Promise<void> {
  const failure: Error = await contentsOf(archive).then(
    () => expect.fail('should be rejected'),
    (reason) => reason,
  );
  expect({ name: failure.name, message: failure.message }).toEqual({
    name: error,
    message: expect.stringMatching(/^[^\n]*\.$/),
  });
  for (const part of [NAME, ...parts]) expect(failure.message).toContain(part);
}

describe('the contents of a zip archive', () => {
  it('are read exactly for every packing method and chunk size', async () => {
    const member = fc.record({
      content: fc.oneof(fc.string(), fc.string({ minLength: 500, maxLength: 2_000 })),
      stored: fc.boolean(),
      descriptor: fc.boolean(),
      zip64: fc.boolean(),
    });
    const property = fc.asyncProperty(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}\.csv$/), member, { maxKeys: 5, noNullPrototype: true }),
      fc.record({ zip64: fc.boolean(), comment: fc.string({ maxLength: 50 }) }),
      fc.integer({ min: 1, max: 5_000 }),
      async (members, options, chunkBytes) => {
        const archive = zip(
          Object.entries(members).map(([name, packed]) => ({ name, ...packed })),
          options,
        );
        const expected = Object.entries(members).map(([name, { content }]) => [name, content]);
        expect(await contentsOf(archive, chunkBytes)).toEqual(Object.fromEntries(expected));
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  it('are read from an archive with a comment of maximum length and a directory that needs several reads', async () => {
    const members = Array.from({ length: 1_000 }, (_, index) => ({
      name: `${String(index).padStart(200, 'x')}.csv`,
      content: String(index),
    }));
    const archive = zip(members, { comment: 'c'.repeat(65_535) });
    const files = await open(archive).list();
    expect(files).toHaveLength(1_000);
    expect((await buffer(await open(archive).open(files[567]!.name))).toString()).toBe('567');
  });

  it('are read without reading other members of the archive', async () => {
    const archive = zip([
      { name: 'ratings.csv', content: Buffer.alloc(5_000_000, 'x'), stored: true },
      { name: MOVIES, content: 'id\n1\n' },
    ]);
    const { size, open: openRange } = bytesOf(archive);
    let read = 0;
    const source = openZip(NAME, {
      size,
      open: (start, end) => {
        read += end - start;
        return openRange(start, end);
      },
    });
    await source.list();
    await buffer(await source.open(MOVIES));
    expect(read).toBeLessThan(300_000);
  });
});

describe('the files of a drop in a zip archive', () => {
  const paths = async (...names: string[]): Promise<string[]> =>
    (await open(zip(names.map((name) => ({ name })))).list()).map(({ name }) => name);

  it.each<[string, string[], string[]]>([
    ['are at the root', [MOVIES, 'links.csv'], [MOVIES, 'links.csv']],
    ['are in a single top-level folder', ['the-movies-dataset/', `the-movies-dataset/${MOVIES}`], [MOVIES]],
    [
      'are in a single folder within a single top-level folder',
      [`a/b/${MOVIES}`, 'a/b/links.csv'],
      [MOVIES, 'links.csv'],
    ],
    ['exclude files in subfolders of the root', [MOVIES, 'more/links.csv'], [MOVIES]],
    ['exclude files in subfolders of the top-level folder', [`a/${MOVIES}`, 'a/more/links.csv'], [MOVIES]],
    [
      'exclude the files that macOS adds',
      [`drop/${MOVIES}`, 'drop/.DS_Store', '__MACOSX/', `__MACOSX/drop/._${MOVIES}`, '.DS_Store'],
      [MOVIES],
    ],
    ['are none in an archive with only an empty folder', ['empty/'], []],
  ])('the files of a drop %s', async (_, names, expected) => {
    expect(await paths(...names)).toEqual(expected);
  });

  it('the files of a drop have their unpacked sizes', async () => {
    const packed = { name: 'ratings.csv', content: 'x'.repeat(1_000_000) };
    expect(await open(zip([packed, { ...packed, name: 'l.csv', zip64: true }])).list()).toMatchObject([
      { name: 'ratings.csv', bytes: 1_000_000 },
      { name: 'l.csv', bytes: 1_000_000 },
    ]);
  });

  it.each([
    ['several folders', [`a/${MOVIES}`, 'b/links.csv'], [], ['a', 'b']],
    ['a folder next to files', ['drop/a.txt', `drop/below/${MOVIES}`], ['a.txt'], ['below']],
    ['a folder of parts with the name of a file', [`${MOVIES}/part-00000.csv`], [], [MOVIES]],
  ])(
    'the files of a drop exclude the files in %s, which are listed as folders',
    async (_, names, files, folders) => {
      const source = open(zip(names.map((name) => ({ name }))));
      expect((await source.list()).map(({ name }) => name)).toEqual(files);
      expect(await source.folders()).toEqual(folders);
    },
  );
});

describe('an invalid member of a zip archive', () => {
  const links = (member: Omit<Packed, 'name'>): Buffer => zip([{ name: 'links.csv', ...member }]);
  const content = 'movieId,imdbId,tmdbId\n'.repeat(50);

  it.each<[string, string | Buffer, string]>([
    ['leaves the archive', `../${MOVIES}`, '".."'],
    ['leaves its folder', `a/../../${MOVIES}`, '".."'],
    ['ends in ".."', 'a/..', '".."'],
    ['contains "."', `./${MOVIES}`, '"."'],
    ['has an empty folder name', `a//${MOVIES}`, 'empty'],
    ['is absolute', `/${MOVIES}`, 'absolute'],
    ['has a drive letter', `C:${MOVIES}`, 'absolute'],
    ['has backslashes', `..\\${MOVIES}`, 'backslash'],
    ['has a NUL', `${MOVIES}\0.txt`, 'control'],
    ['has a line break', 'a\nb', 'control'],
    ['is longer than 255 characters', 'x'.repeat(256), '255'],
  ])('a member whose path %s is rejected', (_, name, part) =>
    expectRefusal(zip([{ name }]), 'SourceError', part),
  );

  it.each<[string, Omit<Packed, 'name'>, string, string]>([
    ['is encrypted', { content, flags: 1 }, 'SourceError', 'encrypted'],
    ['has an unsupported compression method', { content, method: 93 }, 'SourceError', 'method 93'],
    ['is a link', { content: '/etc/passwd', unixMode: 0o120777 }, 'SourceError', 'link'],
    ['has a wrong checksum', { content, claims: { crc: 1 } }, 'CorruptArchiveError', 'checksum'],
    [
      'is stored with a wrong checksum',
      { content, stored: true, claims: { crc: 1 } },
      'CorruptArchiveError',
      'checksum',
    ],
    [
      'has fewer bytes than the directory states',
      { content, claims: { bytes: 2_000 } },
      'CorruptArchiveError',
      'only 1100 of the 2000',
    ],
    [
      'has more bytes than the directory states',
      { content, claims: { bytes: 10 } },
      'CorruptArchiveError',
      'more than the 10 bytes',
    ],
    [
      'is stored with a wrong size',
      { content, stored: true, claims: { bytes: 10 } },
      'CorruptArchiveError',
      'size',
    ],
    [
      'is not valid deflate data',
      { content, packed: Buffer.alloc(100, 0xff) },
      'CorruptArchiveError',
      'links.csv',
    ],
    [
      'is truncated',
      { content, packed: Buffer.from('4bcd', 'hex') },
      'CorruptArchiveError',
      'unexpected end',
    ],
    [
      'has a different name in its local header',
      { content, localName: 'other.csv' },
      'CorruptArchiveError',
      'another name',
    ],
    [
      'has an offset after the end of the archive',
      { content, claims: { offset: 1e9 } },
      'CorruptArchiveError',
      'early',
    ],
    [
      'has an offset without a local header',
      { content, claims: { offset: 5 } },
      'CorruptArchiveError',
      'signature',
    ],
  ])('a member that %s is rejected', (_, member, error, part) => expectRefusal(links(member), error, part));

  it('a member whose name occurs twice is rejected', () =>
    expectRefusal(zip([{ name: 'links.csv' }, { name: 'links.csv' }]), 'CorruptArchiveError', 'twice'));

  it('a member that overlaps another member is rejected', () => {
    const bomb = zip([
      { name: 'links.csv', content },
      { name: 'links2.csv', content, claims: { offset: 0 } },
    ]);
    return expectRefusal(bomb, 'CorruptArchiveError', 'overlaps another member');
  });

  it('an archive with more than 1,000 members is rejected', () =>
    expectRefusal(
      zip(Array.from({ length: 1_001 }, (_, index) => ({ name: `${index}.csv` }))),
      'SourceError',
      'more than 1000 entries',
    ));

  it('a member that unpacks to more bytes than its directory states returns at most the stated number', async () => {
    const bomb = zip([
      { name: 'links.csv', content: Buffer.alloc(20_000_000), claims: { bytes: 1_000_000 } },
    ]);
    let given = 0;
    const reading = async (): Promise<void> => {
      for await (const chunk of await open(bomb).open('links.csv')) given += (chunk as Buffer).length;
    };
    await expect(reading()).rejects.toMatchObject({ name: 'CorruptArchiveError' });
    expect(given).toBeLessThanOrEqual(1_000_000);
  });

  it('a member that the archive does not contain is rejected', async () => {
    await expect(open(zip([])).open('links.csv')).rejects.toMatchObject({ name: 'SourceError' });
  });
});

describe('an invalid zip archive', () => {
  const archive = zip(
    [
      { name: MOVIES, content: 'id\n'.repeat(1_000) },
      { name: 'links.csv', content: 'a' },
    ],
    { zip64: true },
  );

  it.each<[string, Buffer]>([
    ['is empty', Buffer.alloc(0)],
    ['is a gzip file', gzipSync('id\n1\n')],
    ['has bytes after its end', Buffer.concat([archive, Buffer.from('more')])],
  ])('an archive that %s is rejected', (_, bytes) =>
    expectRefusal(bytes, 'CorruptArchiveError', 'fetch it again'),
  );

  // Archivers without Zip64 write the count modulo 65,536.
  it.each([0, 1])(
    'an archive with more directory entries than the %d of its end record is rejected',
    (count) => {
      const bytes = zip([{ name: MOVIES }, { name: 'links.csv' }]);
      bytes.writeUInt16LE(count, bytes.length - 22 + 8);
      bytes.writeUInt16LE(count, bytes.length - 22 + 10);
      return expectRefusal(
        bytes,
        'CorruptArchiveError',
        `more entries than the ${count} of its end record`,
        'fetch it again',
      );
    },
  );

  it('an archive that is truncated at any byte is rejected', async () => {
    for (let end = 0; end < archive.length; end += 1) {
      await expectRefusal(archive.subarray(0, end), 'CorruptArchiveError');
    }
  });

  it('an archive with any damaged byte is rejected or read with unchanged contents', async () => {
    const whole = await contentsOf(archive);
    for (let at = 0; at < archive.length; at += 1) {
      const damaged = Buffer.from(archive);
      damaged[at]! ^= 0xff;
      const read = await contentsOf(damaged).catch((error: Error) => error);
      if (read instanceof Error) expect(read.name, `byte ${at}`).toMatch(/^(CorruptArchive|Source)Error$/);
      // A damaged byte may change times, versions, attributes and names, but never contents.
      else expect(Object.values(read), `byte ${at}`).toEqual(Object.values(whole));
    }
  });

  it('a transient error during a read is rethrown', async () => {
    const failing = async (): Promise<Readable> => {
      throw new TransientError('S3 met a passing fault.');
    };
    const { size } = bytesOf(archive);
    await expect(openZip(NAME, { size, open: failing }).list()).rejects.toThrow(TransientError);
  });
});
