import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import pMap from 'p-map';
import { ENDPOINTS, pathOf } from '../../model/api/endpoints.ts';
import { assignSlugs } from '../../model/api/slugs.ts';
import type { AddressChanges, TablePart } from '../../model/runs/reports.ts';
import { readObject } from '../runtime/s3.ts';

const unpacked = promisify(gunzip);

const READS_AT_ONCE = 8;

/** The data of a month from which the genres of the current movies are computed. */
export interface GenreMonth {
  readonly month: string;
  /** The ids of its movies. */
  readonly ids: Float64Array;
  /** The parts of its table `genres`. */
  readonly parts: readonly TablePart[];
}

/** Genre addresses of the API that differ between two sets of months. */
export async function genreAddressChanges(
  before: readonly GenreMonth[],
  after: readonly GenreMonth[],
): Promise<AddressChanges> {
  const [old, fresh] = [await genreAddresses(before), await genreAddresses(after)];
  return {
    appear: [...fresh].filter((path) => !old.has(path)).toSorted(),
    disappear: [...old].filter((path) => !fresh.has(path)).toSorted(),
  };
}

async function genreAddresses(months: readonly GenreMonth[]): Promise<Set<string>> {
  const ascending = months.toSorted((a, b) => (a.month < b.month ? -1 : 1));
  const latest = new Map<number, string>();
  for (const { month, ids } of ascending) for (const id of ids) latest.set(id, month);
  const uses = new Map<number, string[]>();
  for (const { month, parts } of ascending) {
    for (const { id, name, movie_id } of await readRows(parts)) {
      if (latest.get(movie_id) !== month) continue;
      const names = uses.get(id) ?? [];
      uses.set(id, names);
      names.push(name);
    }
  }
  const genres = [...uses].map(([id, names]) => ({ id, name: nameByMajority(id, names) }));
  return new Set([...assignSlugs(genres).values()].map((slug) => pathOf(ENDPOINTS.genre, slug)));
}

/** The most frequent non-blank name. Of equally frequent names, the one that was used last. The same rule is in names.sql. */
export function nameByMajority(id: number, names: readonly string[]): string {
  const uses = new Map<string, { count: number; last: number }>();
  for (const [last, name] of names.entries()) {
    if (name.trim() !== '') uses.set(name, { count: (uses.get(name)?.count ?? 0) + 1, last });
  }
  const [first] = [...uses].toSorted(([, a], [, b]) => b.count - a.count || b.last - a.last);
  return first?.[0] ?? `#${id}`;
}

interface GenreRow {
  readonly id: number;
  readonly name: string;
  readonly movie_id: number;
  readonly source_row: number;
}

/** The rows of all parts in the order of their source rows. */
async function readRows(parts: readonly TablePart[]): Promise<GenreRow[]> {
  const texts = await pMap(parts, async ({ key }) => String(await unpacked(await readObject(key))), {
    concurrency: READS_AT_ONCE,
  });
  const rows = texts.flatMap((text) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as GenreRow),
  );
  return rows.toSorted((a, b) => a.source_row - b.source_row);
}
