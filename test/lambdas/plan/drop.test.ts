import { describe, expect, it } from 'vitest';
import { dropFiles } from '../../../lambdas/plan/drop.ts';

const drop = (...names: string[]) =>
  dropFiles(
    names.map((name) => ({ name, bytes: 1_000, version: '1' })),
    's3://drops/2026-10/',
    1_000,
  );

describe('the files of a drop (dropFiles)', () => {
  it('dropFiles removes .gz from the names of dataset files and keeps the names of other files', () => {
    const files = drop('notes.txt', 'movies_metadata.csv.gz', 'links.csv', 'other.csv.gz');
    expect(files.map(({ file, gzipped, known }) => [file, gzipped, known])).toEqual([
      ['links.csv', false, true],
      ['movies_metadata.csv', true, true],
      ['notes.txt', false, false],
      ['other.csv.gz', false, false],
    ]);
  });

  it.each([
    ['no movies_metadata.csv', ['links.csv'], 'MissingFileError', 'has no movies_metadata.csv'],
    ['no files', [], 'MissingFileError', 'it is empty.'],
    [
      'hundreds of other files',
      Array.from({ length: 300 }, (_, index) => `file-${index}`),
      'MissingFileError',
      'and 270 more',
    ],
    [
      'both forms of a file',
      ['movies_metadata.csv', 'links.csv', 'links.csv.gz'],
      'DuplicateFileError',
      'links.csv.gz',
    ],
  ])('dropFiles throws for a drop with %s', (_case, names, name, message) => {
    expect(() => drop(...names)).toThrow(
      expect.objectContaining({ name, message: expect.stringContaining(message) }),
    );
  });

  it.each([
    [
      ['data'],
      'it contains the folder data; files in folders are not read, so give the folder that contains',
    ],
    [['a', 'b\u00a0'], 'it contains the folders a, b\\u00a0 and the file links.csv; '],
    [['movies_metadata.csv'], 'so write movies_metadata.csv as a single file instead of a folder of parts.'],
  ])('dropFiles throws an error that contains the names of the folders %j', (folders, message) => {
    const files = folders.length > 1 ? [{ name: 'links.csv', bytes: 1, version: '1' }] : [];
    expect(() => dropFiles(files, 's3://drops/', 1_000, folders)).toThrow(
      expect.objectContaining({ name: 'MissingFileError', message: expect.stringContaining(message) }),
    );
  });

  it.each(['line\nbreak.txt', 'nul\0', '..', '.', 'é'.repeat(128)])(
    'dropFiles throws for a file named %j, which cannot be an S3 key',
    (name) => {
      expect(() => drop('movies_metadata.csv', name)).toThrow(
        expect.objectContaining({ name: 'SourceError', message: expect.stringContaining('rename it') }),
      );
    },
  );

  it('dropFiles throws for more files than the state machine can process', () => {
    const others = Array.from({ length: 499 }, (_, index) => `${'n'.repeat(250)}${index}`);
    expect(drop('movies_metadata.csv', ...others)).toHaveLength(500);
    expect(() => drop('movies_metadata.csv', 'one-more', ...others)).toThrow(
      expect.objectContaining({
        name: 'SourceError',
        message: expect.stringContaining('contains 501 files'),
      }),
    );
  });

  it('dropFiles throws for a file that is larger than the size limit', () => {
    const entries = [{ name: 'movies_metadata.csv', bytes: 1_001, version: '1' }];
    expect(() => dropFiles(entries, 's3://drops/', 1_000)).toThrow(
      expect.objectContaining({ name: 'FileTooLargeError', message: expect.stringContaining('1001 bytes') }),
    );
  });
});
