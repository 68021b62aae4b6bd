import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { recordsOf } from '../../fixtures/generator/drop.ts';
import type { DirtProfile, World } from '../../fixtures/generator/world.ts';
import type { Saved } from './bucket.ts';

/** The two months that are released before the faults, and the month that is run with faults. */
export const EARLIER_MONTHS = ['2026-08', '2026-09'] as const;
export const MONTH = '2026-10';

/** Few enough for a run of a second or two, with every kind of row in most parts. */
const MOVIES = 24;
export const DIRT: DirtProfile = {
  awkwardTitle: 0.06,
  lineBreakInOverview: 0.06,
  periods: {
    repeatedSame: 16,
    repeatedDifferent: 11,
    repeatedBroken: 40,
    shifted: 35,
    foreignText: 45,
    badBudget: 50,
    badDate: 60,
    badFlag: 70,
  },
};
/** The size of a file that no table reads: more than one part of a multipart upload. */
const EXTRA_BYTES = 9 * 1024 * 1024;

/** Writes the three drops, uncompressed, into the folder, and returns it. */
export async function writeDrops(folder: string): Promise<string> {
  for (const month of [...EARLIER_MONTHS, MONTH]) {
    const world: World = { seed: 8, movies: MOVIES, month, dirt: DIRT };
    await mkdir(join(folder, month), { recursive: true });
    await writeFile(
      join(folder, month, 'movies_metadata.csv'),
      [...recordsOf(world, 'movies_metadata')].join(''),
    );
  }
  const extra = Buffer.from(Uint8Array.from({ length: 4096 }, (_, index) => (index * 31) % 251));
  await writeFile(join(folder, MONTH, 'notes.bin'), Buffer.alloc(EXTRA_BYTES, extra));
  return folder;
}

/** The last drop as gzipped objects for S3, by key. */
export async function packedDrop(folder: string): Promise<Saved> {
  const read = (file: string) => readFile(join(folder, MONTH, file));
  const packed = gzipSync(await read('movies_metadata.csv'));
  return new Map([
    [`${MONTH}/movies_metadata.csv.gz`, { etag: '', body: packed }],
    [`${MONTH}/notes.bin`, { etag: '', body: await read('notes.bin') }],
  ]);
}
