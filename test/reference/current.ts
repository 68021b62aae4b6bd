import { type Drop, readDrop } from './drop.ts';
import { byCodePoint } from './order.ts';
import type { Movie, Named } from './rows.ts';

/** One run: an ingest month and the text of its movies_metadata.csv; null where it removed the month. */
export interface Run {
  readonly month: string;
  readonly csv: string | null;
}

/** The current state after some runs. */
export interface Current {
  /** The last drop of every month, months ascending. */
  readonly months: readonly (readonly [month: string, drop: Drop])[];
  /** The current version of every movie. */
  readonly movies: readonly Movie[];
  /** The ingest month that each movie's current version came with, by its id. */
  readonly monthOf: ReadonlyMap<bigint, string>;
  readonly genreNames: ReadonlyMap<bigint, string>;
  readonly companyNames: ReadonlyMap<bigint, string>;
}

/** Applies runs in order: a later run of a month replaces or removes it, and the latest month of every id wins. */
export function currentAfter(runs: readonly Run[]): Current {
  const csvOfMonth = new Map(runs.map(({ month, csv }) => [month, csv]));
  const months = [...csvOfMonth]
    .toSorted(byCodePoint(([month]) => month))
    .flatMap(([month, csv]) => (csv === null ? [] : [[month, readDrop(csv)] as const]));

  const monthOf = new Map<bigint, string>();
  for (const [month, drop] of months) for (const { movie } of drop.accepted) monthOf.set(movie.id, month);

  const movies: Movie[] = [];
  for (const [month, drop] of months) {
    for (const { movie } of drop.accepted.toSorted((a, b) => a.row - b.row))
      if (monthOf.get(movie.id) === month) movies.push(movie);
  }
  return {
    months,
    movies,
    monthOf,
    genreNames: namesOf(movies.map(({ genres }) => genres)),
    companyNames: namesOf(movies.map(({ companies }) => companies)),
  };
}

/**
 * The name of every id: the non-blank name that most records use, of equally frequent ones the one that was used last; `#`
 * and the id without such a name. Of an id that a record repeats the last entry counts. Records are in order of month and row.
 */
function namesOf(records: readonly (readonly Named[])[]): Map<bigint, string> {
  const uses = new Map<bigint, string[]>();
  for (const entries of records) {
    for (const [id, name] of new Map(entries.map((entry) => [entry.id, entry.name]))) {
      const names = uses.get(id) ?? [];
      uses.set(id, names);
      if (name.trim() !== '') names.push(name);
    }
  }
  return new Map([...uses].map(([id, names]) => [id, mostFrequent(names) ?? `#${id}`]));
}

/** The most frequent text; of equally frequent ones the one that is last in the list. */
function mostFrequent(texts: readonly string[]): string | undefined {
  const count = (text: string): number => texts.filter((other) => other === text).length;
  const distinct = [...new Set(texts.toReversed())];
  const most = Math.max(...distinct.map(count));
  return distinct.find((text) => count(text) === most);
}

/** A name as a path segment; the id where nothing is left. */
export function plainSlug(id: bigint, name: string): string {
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter((word) => word !== '');
  return words.length > 0 ? words.join('-') : String(id);
}

/**
 * The slug of every genre: of those that share one, the smallest id keeps it, the others append theirs. Throws where
 * an appended slug meets another genre's own: no rule says what then.
 */
export function slugsOf(names: ReadonlyMap<bigint, string>): Map<bigint, string> {
  const slugs = new Map<bigint, string>();
  for (const [id, name] of names) {
    const slug = plainSlug(id, name);
    const rivals = [...names].filter(([other, otherName]) => plainSlug(other, otherName) === slug);
    const keeps = rivals.every(([other]) => other >= id);
    slugs.set(id, keeps ? slug : `${slug}-${id}`);
  }
  if (new Set(slugs.values()).size < slugs.size) throw new Error('an appended slug meets another slug');
  return slugs;
}
