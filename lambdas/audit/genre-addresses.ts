import pMap from 'p-map';
import { ENDPOINTS, pathOf } from '../../model/api/endpoints.ts';
import { assignSlugs } from '../../model/api/slugs.ts';
import type { AddressChanges, TablePart } from '../../model/runs/reports.ts';
import { readGzip } from '../runtime/lines.ts';

const READS_AT_ONCE = 8;

/** The data of a month from which the genres of the current movies are computed. */
export interface GenreMonth {
  readonly month: string;
  /** The ids of its movies. */
  readonly ids: Float64Array;
  /** The parts of its table `genres`. */
  readonly parts: readonly TablePart[];
}

/** The names of the genres of one set of months, collected month by month. */
interface NameUses {
  readonly months: ReadonlySet<GenreMonth>;
  /** The month of the current record of every movie. */
  readonly latest: ReadonlyMap<number, string>;
  /** The names that current records use for each genre, in the order of use. */
  readonly names: Map<number, string[]>;
}

/** Genre addresses of the API that differ between two sets of months. A month in both sets is read once. */
export async function genreAddressChanges(
  before: readonly GenreMonth[],
  after: readonly GenreMonth[],
): Promise<AddressChanges> {
  const sets = [nameUses(before), nameUses(after)] as const;
  for (const month of ascending([...new Set([...before, ...after])])) {
    const rows = await readRows(month.parts);
    for (const uses of sets.filter(({ months }) => months.has(month))) addNames(uses, month, rows);
  }
  const [old, fresh] = [genreAddresses(sets[0]), genreAddresses(sets[1])];
  return {
    appear: [...fresh].filter((path) => !old.has(path)).toSorted(),
    disappear: [...old].filter((path) => !fresh.has(path)).toSorted(),
  };
}

const ascending = (months: readonly GenreMonth[]): GenreMonth[] =>
  months.toSorted((a, b) => (a.month < b.month ? -1 : 1));

function nameUses(months: readonly GenreMonth[]): NameUses {
  const latest = new Map<number, string>();
  for (const { month, ids } of ascending(months)) for (const id of ids) latest.set(id, month);
  return { months: new Set(months), latest, names: new Map() };
}

function addNames({ latest, names }: NameUses, { month }: GenreMonth, rows: readonly GenreRow[]): void {
  for (const { id, name, movie_id } of rows) {
    if (latest.get(movie_id) !== month) continue;
    const used = names.get(id) ?? [];
    names.set(id, used);
    used.push(name);
  }
}

function genreAddresses({ names }: NameUses): Set<string> {
  const genres = [...names].map(([id, used]) => ({ id, name: nameByMajority(id, used) }));
  return new Set([...assignSlugs(genres).values()].map((slug) => pathOf(ENDPOINTS.genre, slug)));
}

/** The most frequent non-blank name. Of equally frequent names, the one that was used last. The same rule is in names.sql. */
function nameByMajority(id: number, names: readonly string[]): string {
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
  const texts = await pMap(parts, async ({ key }) => String(await readGzip(key)), {
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
