import { describe, expect, it } from 'vitest';
import { DOWNLOAD_NOTES, DOWNLOADS, LICENCE } from '../../../model/api/downloads.ts';
import { measures } from '../../../model/api/measures.ts';
import { TABLES } from '../../../model/data/tables.ts';

const columnsOf = (name: string): string[] =>
  DOWNLOADS.find((download) => download.name === name)!.columns.map((column) => column.name);

describe.each(DOWNLOADS.map((download) => [download.name, download] as const))('%s', (_, download) => {
  it('has distinct column names that SQL needs no quotes for, and describes every column', () => {
    const names = download.columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, description } of download.columns) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(description, name).toMatch(/^\S.*[.…]$/s);
      expect(description, name).not.toMatch(/\.\.|\bundefined\b/);
    }
  });

  it('is ordered by its own columns', () => {
    expect(download.columns.map(({ name }) => name)).toEqual(expect.arrayContaining([...download.key]));
  });
});

describe('The downloads', () => {
  it.each(['year', 'genre_year', 'company_year'])('have the whole block of measures in %s', (name) => {
    expect(columnsOf(name)).toEqual(expect.arrayContaining(Object.keys(measures.shape)));
  });

  it.each(TABLES.map(({ name, columns }) => [name, columns] as const))(
    'have every column of %s except lineage, and the ingest month',
    (name, columns) => {
      const kept = columns
        .map((column) => column.name)
        .filter((column) => !['run_id', 'source_row'].includes(column));
      expect(columnsOf(name)).toEqual([...kept, 'ingest_month']);
    },
  );

  it('describe the meaning of null for every nullable column of a movie', () => {
    const { columns } = DOWNLOADS.find(({ name }) => name === 'movies_metadata')!;
    const silent = columns.filter(({ description }) => !/null|empty/i.test(description));
    expect(silent.map(({ name }) => name)).toEqual(['id', 'ingest_month']);
  });

  it('have licence terms and notes in complete sentences', () => {
    for (const sentence of [LICENCE.text, ...DOWNLOAD_NOTES]) expect(sentence).toMatch(/^[A-Z].*\.$/s);
  });
});
